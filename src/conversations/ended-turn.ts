import type { Turn } from '../contracts/turns.ts';

/** The turn as it stays: what it was to do once more is done. */
export function endedTurn({ rerun, ...turn }: Turn): Turn {
  return turn;
}

/** A turn that people stopped before it began. One that was to be done once more stays as it had ended. */
export function droppedTurn(turn: Turn): Turn {
  const end = turn.rerun ? turn.versions[turn.shownVersion]?.end : 'stopped';
  return { ...endedTurn(turn), state: end === 'stopped' || end === 'failed' ? end : 'done' };
}
