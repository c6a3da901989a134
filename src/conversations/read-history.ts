import type { Store } from '../contracts/store.ts';
import type { Turn } from '../contracts/turns.ts';
import { turnId, turnKey } from './keys.ts';
import { readTurn } from './records.ts';

/** Turns fetched at once: most context windows are full, or the conversation is over, within one or two batches. */
const BATCH = 20;

/** As `Conversations.history`. */
export async function* readHistory(
  store: Store,
  { conversation, sequence, epoch }: Turn,
): AsyncGenerator<Turn> {
  for await (const turn of readBackwards(store, conversation, sequence - 1)) {
    if (turn.epoch !== epoch) return;
    // What is to be done once more counts with the version that people see meanwhile.
    if (turn.rerun || (turn.state !== 'waiting' && turn.state !== 'running')) yield turn;
  }
}

/** All stored turns of a conversation from the one with the sequence `newest` back. Turns that expired end the walk. */
export async function* readBackwards(
  store: Store,
  conversation: string,
  newest: number,
): AsyncGenerator<Turn> {
  for (let next = newest; next > 0; next -= BATCH) {
    const keys = Array.from({ length: Math.min(BATCH, next) }, (_, index) =>
      turnKey(turnId(conversation, next - index)),
    );
    const values = await store.getMany(keys);
    const turns = values.flatMap((value, index) => readTurn(value, keys[index] ?? '') ?? []);
    // Turns that were dropped while another one ran ended, and expired, before it: gaps are no end.
    if (turns.length === 0) return;
    yield* turns;
  }
}
