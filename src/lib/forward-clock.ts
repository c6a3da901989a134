import type { Clock } from './clock.ts';

/**
 * A clock for durations. Where the system's time is set back, by an operator or by NTP, it goes on from
 * the last time that it showed: otherwise every wait would last longer by the step.
 */
export function createForwardClock(clock: Clock): Clock {
  let last = clock.now();
  let setBackMs = 0;

  return {
    now() {
      const now = clock.now() + setBackMs;
      if (now < last) setBackMs += last - now;
      else last = now;
      return last;
    },

    after: clock.after,
  };
}
