import type { Turn } from '../contracts/turns.ts';
import { HISTORY_BATCH_SIZE, historyKeys } from './keys.ts';
import type { SharedState } from './shared-state.ts';

/** As `Conversations.history`. */
export async function* readHistory(
  shared: Pick<SharedState, 'store' | 'records'>,
  { conversation, sequence, epoch, isPrivate }: Turn,
): AsyncGenerator<Turn> {
  if (isPrivate) return;
  for await (const turn of readBackwards(shared, conversation, sequence - 1)) {
    if (turn.epoch !== epoch) return;
    if (isAnswered(turn) && !turn.isPrivate) yield turn;
  }
}

/** Tells whether people see a whole answer. A turn with a rerun still counts with the version that they see. */
function isAnswered({ state, rerun, versions, shownVersion }: Turn): boolean {
  if (state !== 'done' && !rerun) return false;

  const shown = versions[shownVersion];
  const hasWords = shown !== undefined && shown.text.trim() !== '';
  return hasWords && shown.end !== 'stopped' && shown.end !== 'failed';
}

/**
 * The stored turns of a conversation from the sequence number `newest` backwards, as far as they have
 * not expired. Leaves out the turns that cannot be read.
 */
export async function* readBackwards(
  { store, records }: Pick<SharedState, 'store' | 'records'>,
  conversation: string,
  newest: number,
): AsyncGenerator<Turn> {
  for (let next = newest; next > 0; next -= HISTORY_BATCH_SIZE) {
    const keys = historyKeys(conversation, next);
    const values = await store.getMany(keys);
    // A single gap is not the end: a turn that was dropped while another one ran expires before it.
    if (values.every((value) => value === undefined)) return;
    yield* values.flatMap((value, index) => records.turn(value, keys[index] ?? '') ?? []);
  }
}
