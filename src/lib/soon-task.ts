import { type BackoffLimits, backoffMs } from './backoff.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/** Work that is to be done soon, and once for all who want it until then. */
export interface SoonTask {
  /** Wants it to run from the beginning, also while it runs. Returns at once. */
  soon(): void;
  /** Starts it no more. */
  stop(): void;
}

interface SoonOptions {
  /** The time until it runs. */
  readonly afterMs: number;
  /** The times until it runs again after it has failed. */
  readonly waits: BackoffLimits;
  readonly clock: Clock;
  readonly log: Log;
}

/** Creates the task. It never runs twice at the same time. */
export function createSoonTask(
  { afterMs, waits, clock, log }: SoonOptions,
  work: () => Promise<void>,
): SoonTask {
  let cancel: (() => void) | undefined;
  let isRunning = false;
  let isWanted = false;
  let isStopped = false;
  let failures = 0;

  function schedule(ms: number): void {
    if (!isStopped) cancel ??= clock.after(ms, () => void run());
  }

  async function run(): Promise<void> {
    cancel = undefined;
    isRunning = true;
    isWanted = false;
    try {
      await work();
      failures = 0;
    } catch (error) {
      failures += 1;
      log.debug({ error }, 'parley: some work failed, trying again');
    }
    isRunning = false;
    if (failures > 0) schedule(backoffMs(failures, waits));
    else if (isWanted) schedule(afterMs);
  }

  return {
    soon() {
      if (isRunning) isWanted = true;
      else schedule(afterMs);
    },
    stop() {
      isStopped = true;
      cancel?.();
    },
  };
}
