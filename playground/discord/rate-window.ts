import type { Clock } from '../../src/lib/clock.ts';
import type { Rate } from './limits.ts';

/** Counts the calls of one rate limit. */
export interface RateWindow {
  /**
   * Counts a call and returns 0 if it is allowed. Otherwise returns the milliseconds until the
   * window ends, and does not count the call.
   */
  take(): number;
  /** The calls that are still allowed in this window. */
  readonly remaining: number;
  /** Milliseconds until the window ends. */
  readonly resetAfterMs: number;
}

/** Creates a fixed window that begins with its first call, as Discord counts. */
export function createRateWindow(clock: Clock, rate: Rate): RateWindow {
  let endsAt = 0;
  let used = 0;

  const startWindowIfOver = () => {
    if (clock.now() < endsAt) return;
    endsAt = clock.now() + rate.windowMs;
    used = 0;
  };

  return {
    take() {
      startWindowIfOver();
      if (used >= rate.calls) return endsAt - clock.now();
      used += 1;
      return 0;
    },
    get remaining() {
      return clock.now() < endsAt ? rate.calls - used : rate.calls;
    },
    get resetAfterMs() {
      return Math.max(0, endsAt - clock.now());
    },
  };
}
