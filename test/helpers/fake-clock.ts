import type { Clock } from '../../src/lib/clock.ts';

/** A clock that only the test moves. */
export interface FakeClock extends Clock {
  /**
   * Moves the time forward. Runs the due timers in
   * order, and lets promises settle after each of them.
   */
  advance(ms: number): Promise<void>;
  /** The number of timers that wait. */
  readonly pending: number;
}

interface Timer {
  /** Milliseconds of this clock. */
  readonly dueAt: number;
  readonly run: () => void;
}

/** Creates a clock that shows `start` until the test moves it. */
export function createFakeClock(start = 1_700_000_000_000): FakeClock {
  let now = start;
  const timers = new Set<Timer>();
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const findDue = (until: number) =>
    [...timers].filter(({ dueAt }) => dueAt <= until).sort((a, b) => a.dueAt - b.dueAt)[0];

  return {
    now: () => now,
    after(ms, run) {
      const timer = { dueAt: now + Math.max(0, ms), run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (let timer = findDue(until); timer; timer = findDue(until)) {
        timers.delete(timer);
        now = timer.dueAt;
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
