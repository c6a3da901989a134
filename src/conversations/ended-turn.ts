import type { Address } from '../contracts/address.ts';
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
  const address = withoutTitle(turn.address);
  const nothing = { inputs: [], versions: [], shownVersion: 0 };
  return { ...endedTurn(turn), ...nothing, address, state: 'stopped' };
}

/** A thread that was opened for a question has the words of the question as its title. */
function withoutTitle({ opensThread, channel, ...address }: Address): Address {
  const { name, ...untitled } = channel;
  return { ...address, channel: untitled };
}
