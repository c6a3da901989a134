import { type BackoffLimits, backoffMs } from '../lib/backoff.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { logStoreFailure } from './log-store-failure.ts';
import type { UsageRows } from './usage-rows.ts';

interface UsageSavingParts {
  readonly rows: Pick<UsageRows, 'save' | 'saveAll'>;
  /** The times until it tries again. */
  readonly waits: BackoffLimits;
  readonly clock: Clock;
  readonly log: Log;
}

/** Stores what is counted. What cannot be stored now stays in memory, and is stored later. */
export interface UsageSaving {
  /** Stores one row. Never rejects. */
  save(key: string): Promise<void>;
  /** Stores everything that is not stored yet, as far as the store works. Never rejects. */
  flush(): Promise<void>;
  /** Takes note that something is not stored, and tries again. */
  keepForLater(error: unknown): void;
  stop(): void;
}

/** Creates the saving of rows. */
export function createUsageSaving({ rows, waits, clock, log }: UsageSavingParts): UsageSaving {
  let failures = 0;
  let cancelRetry: (() => void) | undefined;

  function stop(): void {
    cancelRetry?.();
    cancelRetry = undefined;
  }

  function keepForLater(error: unknown): void {
    if (cancelRetry) return;
    failures += 1;
    if (failures === 1) logStoreFailure(log, error, 'usage: not stored yet, keeping it in memory');
    cancelRetry = clock.after(backoffMs(failures, waits), () => void flush());
  }

  async function flush(): Promise<void> {
    stop();
    try {
      await rows.saveAll();
      failures = 0;
    } catch (error) {
      keepForLater(error);
    }
  }

  return { save: (key) => rows.save(key).catch(keepForLater), flush, keepForLater, stop };
}
