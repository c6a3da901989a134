import type { Summaries } from '../contracts/summaries.ts';
import { historyLifetime } from './history-lifetime.ts';
import { summaryKey } from './keys.ts';
import type { StoredSummary } from './records.ts';
import type { SharedState, TurnLimits } from './shared-state.ts';

/** Creates the summaries. */
export function createSummaries(
  { store, clock, records, lock, readHead, summaryDrafts }: SharedState,
  { historyDaysOf }: Pick<TurnLimits, 'historyDaysOf'>,
): Summaries {
  return {
    async find({ conversation, epoch, sequence }) {
      const key = summaryKey(conversation);
      const summary = records.summary(await store.get(key), key);
      // An older question that is answered again knows nothing of what came after it.
      const isUsable = summary && summary.epoch === epoch && summary.to < sequence;
      return isUsable ? summary : undefined;
    },

    begin: ({ conversation, epoch, address: { channel } }, to) =>
      summaryDrafts.begin({ conversation, channel, epoch, to }),

    keep: ({ conversation, channel, epoch, signal }, summary) =>
      lock(conversation, async () => {
        if (signal.aborted || (await readHead(conversation)).epoch !== epoch) return 'stale';

        const lifetime = historyLifetime(historyDaysOf(channel), clock.now() - summary.since);
        if (lifetime.ttlMs !== undefined && lifetime.ttlMs <= 0) return 'stale';

        const value: StoredSummary = { ...summary, format: 1 };
        await store.write([{ key: summaryKey(conversation), value, ...lifetime }]);
        return 'kept';
      }),

    end: summaryDrafts.end,
  };
}
