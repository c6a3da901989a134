import type { Change } from '../contracts/store.ts';
import type { Turn } from '../contracts/turns.ts';
import { summaryKey } from './keys.ts';
import type { SharedState } from './shared-state.ts';

/**
 * Gives the changes that drop the summaries of these turns: a question that people took back, and an answer
 * that was replaced, must not live on in a summary. Also drops the summaries that are being written. Call it
 * under the lock of the turns' conversation, and write the changes together with the turns.
 */
export async function summaryDrops(
  { store, records, summaryDrafts }: Pick<SharedState, 'store' | 'records' | 'summaryDrafts'>,
  turns: readonly Turn[],
): Promise<readonly Change[]> {
  const oldest = new Map<string, number>();
  for (const { conversation, sequence } of turns) {
    oldest.set(conversation, Math.min(sequence, oldest.get(conversation) ?? Infinity));
  }

  const changes: Change[] = [];
  for (const [conversation, sequence] of oldest) {
    summaryDrafts.dropFrom(conversation, sequence);
    const key = summaryKey(conversation);
    const summary = records.summary(await store.get(key), key);
    if (summary && sequence <= summary.to) changes.push({ key, value: undefined });
  }
  return changes;
}
