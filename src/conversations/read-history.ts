import type { Store } from '../contracts/store.ts';
import type { Turn } from '../contracts/turns.ts';
import { turnId, turnKey } from './keys.ts';
import { readTurn } from './records.ts';

/** The number of turns in one read. One or two batches fill most context windows, or reach the start of the conversation. */
const BATCH_SIZE = 20;

/** As `Conversations.history`. */
export async function* readHistory(
  store: Store,
  { conversation, sequence, epoch }: Turn,
): AsyncGenerator<Turn> {
  for await (const turn of readBackwards(store, conversation, sequence - 1)) {
    if (turn.epoch !== epoch) return;
    if (isAnswered(turn)) yield turn;
  }
}

/** Tells whether people see a whole answer. A turn with a rerun still counts with the version that they see. */
function isAnswered({ state, rerun, versions, shownVersion }: Turn): boolean {
  if (state !== 'done' && !rerun) return false;

  const shown = versions[shownVersion];
  const hasWords = shown !== undefined && shown.text.trim() !== '';
  return hasWords && shown.end !== 'stopped' && shown.end !== 'failed';
}

/** The stored turns of a conversation from the sequence number `newest` backwards, as far as they have not expired. */
export async function* readBackwards(
  store: Store,
  conversation: string,
  newest: number,
): AsyncGenerator<Turn> {
  for (let next = newest; next > 0; next -= BATCH_SIZE) {
    const keys = Array.from({ length: Math.min(BATCH_SIZE, next) }, (_, index) =>
      turnKey(turnId(conversation, next - index)),
    );
    const values = await store.getMany(keys);
    const turns = values.flatMap((value, index) => readTurn(value, keys[index] ?? '') ?? []);
    // A single gap is not the end: a turn that was dropped while another one ran expires before it.
    if (turns.length === 0) return;
    yield* turns;
  }
}
