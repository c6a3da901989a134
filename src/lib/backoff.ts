import { type Clock, sleep } from './clock.ts';

/** The first wait doubles with each failure, up to the longest one. In milliseconds. */
export interface BackoffLimits {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** How long to wait after this many failures in a row; 1 is the first failure. */
export function backoffMs(failures: number, { firstMs, longestMs }: BackoffLimits): number {
  return Math.min(firstMs * 2 ** (failures - 1), longestMs);
}

/** Growing waits between attempts at one thing. */
export interface Backoff {
  /** Waits longer than the last time. Resolves early when `signal` aborts. */
  wait(signal: AbortSignal): Promise<void>;
  /** The last attempt worked: the next wait is the first one again. */
  reset(): void;
}

export interface BackoffOptions extends BackoffLimits {
  readonly clock: Clock;
  /**
   * 0 ≤ x < 1, spreads each wait over its second half: clients that failed together do not return
   * together. Absent: every wait has its full length.
   */
  readonly random?: () => number;
}

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
