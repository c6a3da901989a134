import type { Clock } from '../../src/lib/clock.ts';
import type { Rate } from './limits.ts';

export interface RateWindow {
  /** Counts a call. 0: it is allowed; else the milliseconds until the window ends, and it was not counted. */
  take(): number;
  readonly remaining: number;
  /** Milliseconds until the window ends. */
  readonly resetAfterMs: number;
}

/** A fixed window that begins with its first call, as Discord counts. */
export function createRateWindow(clock: Clock, rate: Rate): RateWindow {
  let endsAt = 0;
  let used = 0;
  const roll = () => {
    if (clock.now() < endsAt) return;
    endsAt = clock.now() + rate.windowMs;
    used = 0;
  };
  return {
    take() {
      roll();
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
