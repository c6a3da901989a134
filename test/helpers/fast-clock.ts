import type { Clock } from '../../src/lib/clock.ts';

/** A clock on which `factor` seconds pass in each real second. */
export function createFastClock(factor: number): Clock {
  const startedAt = Date.now();

  return {
    now: () => startedAt + (Date.now() - startedAt) * factor,
    after(ms, run) {
      const timer = setTimeout(run, ms / factor);
      return () => clearTimeout(timer);
    },
  };
}
