import type { Fleet } from '../contracts/fleet.ts';
import type { Store } from '../contracts/store.ts';
import type { Usage, UsageLedger } from '../contracts/usage.ts';
import { StoreError } from '../errors.ts';
import { backoffMs } from '../lib/backoff.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { runOnceAlone } from '../lib/run-once-alone.ts';
import { createSoonTask } from '../lib/soon-task.ts';
import { createCalendar } from './calendar.ts';
import { createForgottenPeople } from './forgotten-people.ts';
import { createHoldRecovery } from './hold-recovery.ts';
import { createHoldsOfOthers } from './holds-of-others.ts';
import { createReadRows } from './read-rows.ts';
import { FORGOTTEN_PREFIX } from './row-key.ts';
import { createUsage } from './usage.ts';
import { createUsageLedger } from './usage-ledger.ts';
import { createUsageNames } from './usage-names.ts';
import { createUsageRows } from './usage-rows.ts';
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
/** A new day is noticed at most this late. */
const LOOK_EVERY_MS = 10 * 60_000;

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

  let failures = 0;
  let cancelRetry: (() => void) | undefined;

  /** The store itself warns, once for all that use it. */
  function logFailure(error: unknown, message: string): void {
    if (error instanceof StoreError) log.info({ error: error.message }, message);
    else log.warn({ error }, message);
  }

  function keepForLater(error: unknown): void {
    if (cancelRetry) return;
    failures += 1;
    if (failures === 1) logFailure(error, 'usage: not stored yet, keeping it in memory');
    cancelRetry = clock.after(backoffMs(failures, RETRY_WAITS), () => void flush());
  }

  async function flush(): Promise<void> {
    cancelRetry?.();
    cancelRetry = undefined;
    try {
      await rows.saveAll();
      failures = 0;
    } catch (error) {
      keepForLater(error);
    }
  }

  const save = (key: string) => rows.save(key).catch(keepForLater);
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

  /** What is to be done at a start and when a day begins. What fails is tried again at the next look. */
  let doneOn = '';
  let looking: Promise<void> | undefined;
  async function look(): Promise<void> {
    const today = calendar.today();
    if (doneOn === today) return;
    try {
      await recoverHolds();
      await finishForgotten();
      doneOn = today;
    } catch (error) {
      logFailure(error, 'usage: cannot tidy up, trying again later');
    }
  }

  let cancelLook: () => void;
  function lookRegularly(): void {
    cancelLook = clock.after(LOOK_EVERY_MS, lookRegularly);
    looking ??= look().finally(() => {
      looking = undefined;
    });
  }

  const ends = [
    fleet.onMembers(recovery.soon),
    store.watch(FORGOTTEN_PREFIX, (changed) => {
      forgetting.soon();
      if (changed === 'all') resync.soon();
    }),
    sharing.stop,
    ...[resync, recovery, forgetting].map(({ stop }) => stop),
  ];
  const isAllCounted = await recoverHolds().catch(keepForLater);
  if (isAllCounted === false) recovery.soon();
  if (fleet.members().length > 1) await ofOthers.load().catch(resync.soon);
  await totals.open();
  lookRegularly();

  async function forget(platform: string, personId: string): Promise<void> {
    if (!(await forgotten.forget(platform, personId))) forgetting.soon();
  }

  const counting = { store, calendar, rows, ofOthers };
  return {
    usage: createUsage({ store, calendar, readRows, forget }),
    ledger: createUsageLedger({ ...counting, save, names, totals, holds, processId, sharing }),
    async flush() {
      await Promise.all([looking, totals.open()]);
      await flush();
    },
    async stop() {
      cancelLook();
      stopping.abort();
      for (const end of ends) end();
      await looking;
      await flush();
      cancelRetry?.();
    },
  };
}
