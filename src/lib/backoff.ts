import { type Clock, sleep } from './clock.ts';

/**
 * The limits of waits in milliseconds: the first wait
 * doubles with each failure, up to the longest wait.
 */
export interface BackoffLimits {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** Computes the wait after this number of failures in a row. 1 is the first failure. */
export function backoffMs(failures: number, { firstMs, longestMs }: BackoffLimits): number {
  return Math.min(firstMs * 2 ** (failures - 1), longestMs);
}

/** Growing waits between attempts at one task. */
export interface Backoff {
  /** Waits, longer each time. Resolves early when `signal` aborts. */
  wait(signal: AbortSignal): Promise<void>;
  /** Call it after a successful attempt: the next wait is the first one again. */
  reset(): void;
}

/** The limits of a backoff, its clock and its jitter. */
interface BackoffOptions extends BackoffLimits {
  readonly clock: Clock;
  /**
   * Gives a number from 0 to below 1, which spreads each wait over its second half, so clients that
   * failed together do not return together. Absent: every wait has its full length.
   */
  readonly random?: () => number;
}

/** Creates a backoff whose next wait is the first one. */
export function createBackoff({ clock, random = () => 1, ...limits }: BackoffOptions): Backoff {
  let failures = 0;

  return {
    wait(signal) {
      failures += 1;
      const jitter = 0.5 + random() / 2;
      return sleep(clock, backoffMs(failures, limits) * jitter, signal);
    },

    reset() {
      failures = 0;
    },
  };
}
