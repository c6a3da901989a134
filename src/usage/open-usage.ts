import type { Fleet } from '../contracts/fleet.ts';
import type { Store } from '../contracts/store.ts';
import type { Usage, UsageLedger } from '../contracts/usage.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { runOnceAlone } from '../lib/run-once-alone.ts';
import { createSoonTask } from '../lib/soon-task.ts';
import { createCalendar } from './calendar.ts';
import { startDailyTask } from './daily-task.ts';
import { createForgottenPeople } from './forgotten-people.ts';
import { createHoldRecovery } from './hold-recovery.ts';
import { createHoldsOfOthers } from './holds-of-others.ts';
import { createReadRows } from './read-rows.ts';
import { FORGOTTEN_PREFIX } from './row-key.ts';
import { createUsage } from './usage.ts';
import { createUsageLedger } from './usage-ledger.ts';
import { createUsageNames } from './usage-names.ts';
import { createUsageRows } from './usage-rows.ts';
import { createUsageSaving } from './usage-saving.ts';
import { createUsageSharing } from './usage-sharing.ts';
import { type CountedNumbers, createUsageTotals } from './usage-totals.ts';

interface UsageParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** The IANA name of the operator's zone, which may change at any time. */
  readonly timeZone: () => string;
  readonly fleet: Fleet;
  /** As in `createUsageRows`. */
  readonly saveWithinMs?: number | undefined;
}

/** Everything that counts what is used. */
export interface OpenedUsage {
  readonly usage: Usage;
  readonly ledger: UsageLedger;
  /** Stores what is not stored yet, and reads what is not read yet, as far as the store works. Never rejects. */
  flush(): Promise<void>;
  /** Flushes, and ends all timers. */
  stop(): Promise<void>;
}

/** A member that has just come may not be known yet, so what it holds back is left alone for so long. */
const SUSPECT_MS = 15_000;
const RETRY_WAITS = { firstMs: 5_000, longestMs: 60_000 };

/**
 * Opens the kept usage. Counts first what a killed process has held back. What other processes count counts here a
 * moment later.
 */
export async function openUsage(parts: UsageParts): Promise<OpenedUsage> {
  const { store, clock, log, timeZone, fleet, saveWithinMs } = parts;
  const calendar = createCalendar({ clock, timeZone });
  const processId = fleet.self.id;
  const stopping = new AbortController();
  const holds = new Map<string, CountedNumbers>();
  const rows = createUsageRows({ store, log, number: fleet.self.number, saveWithinMs });
  const names = createUsageNames({ clock });
  const readRows = createReadRows({ store, log, today: calendar.today, rows });
  const held = () => [...holds.values(), ...ofOthers];
  const totals = createUsageTotals({ calendar, readRows, held, clock, log });
  const ofOthers = createHoldsOfOthers({ store, fleet, totals, clock });
  const onGap = () => resync.soon();
  const sharing = createUsageSharing({ fleet, clock, onNews: ofOthers.take, onGap });

  const saving = createUsageSaving({ rows, waits: RETRY_WAITS, clock, log });
  const { save } = saving;
  const recoverHolds = createHoldRecovery({
    ...{ store, rows, save, totals, fleet, log },
    onTaken(id, counted) {
      ofOthers.take({ kind: 'ended', id });
      sharing.ended(id);
      sharing.used(counted);
    },
  });
  const forgotten = createForgottenPeople({ store, calendar, rows, save, names, fleet });
  const finishForgotten = () =>
    runOnceAlone(fleet, 'usage of forgotten people', forgotten.finish, stopping.signal);

  const repeats = { clock, log, waits: RETRY_WAITS };
  const resync = createSoonTask({ ...repeats, afterMs: 1_000 }, async () => {
    await ofOthers.load();
    await totals.reload();
  });
  const recovery = createSoonTask({ ...repeats, afterMs: SUSPECT_MS }, async () => {
    if (!(await recoverHolds())) recovery.soon();
  });
  const forgetting = createSoonTask({ ...repeats, afterMs: 1_000 }, finishForgotten);

  const ends = [
    fleet.onMembers(recovery.soon),
    store.watch(FORGOTTEN_PREFIX, (changed) => {
      forgetting.soon();
      if (changed === 'all') resync.soon();
    }),
    sharing.stop,
    ...[resync, recovery, forgetting].map(({ stop }) => stop),
  ];
  const isAllCounted = await recoverHolds().catch(saving.keepForLater);
  if (isAllCounted === false) recovery.soon();
  if (fleet.members().length > 1) await ofOthers.load().catch(resync.soon);
  await totals.open();
  const tidying = startDailyTask({ calendar, clock, log }, async () => {
    await recoverHolds();
    await finishForgotten();
  });

  async function forget(platform: string, personId: string): Promise<void> {
    if (!(await forgotten.forget(platform, personId))) forgetting.soon();
  }

  const counting = { store, calendar, rows, ofOthers };
  return {
    usage: createUsage({ store, calendar, readRows, forget }),
    ledger: createUsageLedger({ ...counting, save, names, totals, holds, processId, sharing }),
    async flush() {
      await Promise.all([tidying.settled(), totals.open()]);
      await saving.flush();
    },
    async stop() {
      tidying.stop();
      stopping.abort();
      for (const end of ends) end();
      await tidying.settled();
      await saving.flush();
      saving.stop();
    },
  };
}
