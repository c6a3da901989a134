import type { Turn } from '../contracts/turns.ts';

/** The answer of a turn has started, so people must see how it ends. */
export function hasStarted({ state, answerMessages, creating, resumes, rerun }: Turn): boolean {
  const isVisible = rerun ? rerun.hasBegun === true : answerMessages.length > 0;
  return state === 'running' || isVisible || creating || resumes > 0;
}

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
