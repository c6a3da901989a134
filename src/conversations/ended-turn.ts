import type { Turn } from '../contracts/turns.ts';

/** A turn as it stays in the store after its end: without the orders for its last run. */
export function endedTurn({ rerun, isStopped, ...turn }: Turn): Turn {
  return turn;
}

/**
 * A turn that people stopped before it started. A rerun leaves the turn as it had ended before, but not
 * that of an edit: nothing answers the new words.
 */
export function droppedTurn(turn: Turn): Turn {
  const { rerun } = turn;
  const isAnswered = rerun && !(rerun.kind === 'regenerate' && rerun.isOfEdit);
  const end = isAnswered ? turn.versions[turn.shownVersion]?.end : 'stopped';
  const state = end === 'stopped' || end === 'failed' ? end : 'done';
  return { ...endedTurn(turn), state };
}

/** A turn whose question people withdrew. The messages that show its answer can still be found. */
export function forgottenTurn({ material, ...turn }: Turn): Turn {
  return { ...endedTurn(turn), state: 'stopped', inputs: [], versions: [], shownVersion: 0 };
}
