import type { Store } from '../contracts/store.ts';
import type { Turn } from '../contracts/turns.ts';
import { turnId, turnKey } from './keys.ts';
import { readRecord } from './records.ts';

/** Turns fetched at once: most context windows are full, or the conversation is over, within one or two batches. */
const BATCH = 20;

/** As `Conversations.history`. Turns that expired end the walk. */
export async function* readHistory(store: Store, { conversation, sequence, epoch }: Turn): AsyncGenerator<Turn> {
  for (let newest = sequence - 1; newest > 0; newest -= BATCH) {
    const keys = Array.from({ length: Math.min(BATCH, newest) }, (_, index) =>
      turnKey(turnId(conversation, newest - index)),
    );
    const values = await store.getMany(keys);
    const turns = values.map((value, index) => readRecord<Turn>(value, keys[index] ?? ''));
    if (turns.every((turn) => turn === undefined)) return;
    for (const turn of turns) {
      // Turns that were dropped while another one ran ended, and expired, before it.
      if (!turn) continue;
      if (turn.epoch !== epoch) return;
      if (turn.state !== 'waiting' && turn.state !== 'running') yield turn;
    }
  }
}
