import type { Clock } from '../../src/lib/clock.ts';

export interface FakeClock extends Clock {
  /** Moves time on, runs what is due in order, and lets promises settle after each. */
  advance(ms: number): Promise<void>;
  /** Timers that still wait. */
  readonly pending: number;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** A clock that stands still until the test moves it. */
export function createFakeClock(start = 1_700_000_000_000): FakeClock {
  let now = start;
  const timers = new Set<Timer>();
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const next = (until: number) =>
    [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];

  return {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + Math.max(0, ms), run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (let timer = next(until); timer; timer = next(until)) {
        timers.delete(timer);
        now = timer.at;
        timer.run();
        await settle();
      }
      now = until;
      await settle();
    },
    get pending() {
      return timers.size;
    },
  };
}
