import type { Turn } from '../contracts/turns.ts';
import { turnId, turnKey } from './keys.ts';
import type { SharedState } from './shared-state.ts';

/** The number of turns in one read. One or two batches fill most context windows, or reach the start of the conversation. */
const BATCH_SIZE = 20;

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

/** The keys of the newest turns up to one, as many as are read at once. */
export function historyKeys(conversation: string, newest: number): readonly string[] {
  return Array.from({ length: Math.min(BATCH_SIZE, newest) }, (_, index) =>
    turnKey(turnId(conversation, newest - index)),
  );
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
  for (let next = newest; next > 0; next -= BATCH_SIZE) {
    const keys = historyKeys(conversation, next);
    const values = await store.getMany(keys);
    // A single gap is not the end: a turn that was dropped while another one ran expires before it.
    if (values.every((value) => value === undefined)) return;
    yield* values.flatMap((value, index) => records.turn(value, keys[index] ?? '') ?? []);
  }
}
