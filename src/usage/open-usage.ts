import { randomUUID } from 'node:crypto';
import type { Store } from '../contracts/store.ts';
import type { Usage, UsageLedger } from '../contracts/usage.ts';
import { StoreError } from '../errors.ts';
import { backoffMs } from '../lib/backoff.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createCalendar } from './calendar.ts';
import { createForgottenPeople } from './forgotten-people.ts';
import { createHoldRecovery } from './hold-recovery.ts';
import { createReadRows } from './read-rows.ts';
import { createUsage } from './usage.ts';
import { createUsageLedger } from './usage-ledger.ts';
import { createUsageNames } from './usage-names.ts';
import { createUsageRows } from './usage-rows.ts';
import { type CountedNumbers, createUsageTotals } from './usage-totals.ts';

interface UsageParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** The IANA name of the operator's zone, which may change at any time. */
  readonly timeZone: () => string;
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

const RETRY_WAITS = { firstMs: 5_000, longestMs: 60_000 };
/** A new day is noticed at most this late. */
const LOOK_EVERY_MS = 10 * 60_000;

/** Opens the kept usage. Counts first what a killed process has held back. No other process may use the store. */
export async function openUsage({ store, clock, log, timeZone }: UsageParts): Promise<OpenedUsage> {
  const calendar = createCalendar({ clock, timeZone });
  const processId = randomUUID();
  const holds = new Map<string, CountedNumbers>();
  const rows = createUsageRows({ store, log });
  const names = createUsageNames({ clock });
  const readRows = createReadRows({ store, log, today: calendar.today, rows });
  const held = () => holds.values();
  const totals = createUsageTotals({ calendar, readRows, held, clock, log });
  const forgotten = createForgottenPeople({ store, calendar, rows, names });

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
  const recoverHolds = createHoldRecovery({ store, rows, save, totals, processId, log });

  /** What is to be done at a start and when a day begins. What fails is tried again at the next look. */
  let doneOn = '';
  let looking: Promise<void> | undefined;
  async function look(): Promise<void> {
    const today = calendar.today();
    if (doneOn === today) return;
    try {
      await recoverHolds();
      await forgotten.finish();
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

  await recoverHolds().catch(keepForLater);
  await totals.open();
  lookRegularly();

  return {
    usage: createUsage({ store, calendar, readRows, forget: forgotten.forget }),
    ledger: createUsageLedger({ store, calendar, rows, save, names, totals, holds, processId }),
    async flush() {
      await Promise.all([looking, totals.open()]);
      await flush();
    },
    async stop() {
      cancelLook();
      await looking;
      await flush();
      cancelRetry?.();
    },
  };
}
