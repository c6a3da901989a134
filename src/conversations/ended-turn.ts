import type { Turn } from '../contracts/turns.ts';

/** A turn as it stays in the store after its end: its rerun is over. */
export function endedTurn({ rerun, ...turn }: Turn): Turn {
  return turn;
}

/** A turn that people stopped before it started. A rerun leaves the turn as it had ended before. */
export function droppedTurn(turn: Turn): Turn {
  const end = turn.rerun ? turn.versions[turn.shownVersion]?.end : 'stopped';
  const state = end === 'stopped' || end === 'failed' ? end : 'done';
  return { ...endedTurn(turn), state };
}
