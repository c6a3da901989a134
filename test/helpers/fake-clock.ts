import type { Clock } from '../../src/lib/clock.ts';
import { createHeap } from '../../src/lib/heap.ts';

/** A clock that only the test moves. */
export interface FakeClock extends Clock {
  /**
   * Moves the time forward. Runs the due timers in
   * order, and lets promises settle after each of them.
   */
  advance(ms: number): Promise<void>;
  /** Sets the time back, as an operator or NTP does. Timers keep their remaining time. */
  setBack(ms: number): void;
  /** The number of timers that wait. */
  readonly pending: number;
}

interface Timer {
  /** Milliseconds of this clock. */
  readonly dueAt: number;
  /** Timers of one time run in the order in which they were set. */
  readonly number: number;
  readonly run: () => void;
}

/** More turns of the event loop than parts take that wait for each other and not for time. */
const MAX_TURNS = 1_000;

/** Creates a clock that shows `start` until the test moves it. */
export function createFakeClock(start = 1_700_000_000_000): FakeClock {
  /** Time that only grows, beside the time that the clock shows. */
  let now = start;
  let setBackMs = 0;
  let lastNumber = 0;
  const timers = createHeap<Timer>((a, b) => a.dueAt - b.dueAt || a.number - b.number);

  function takeDue(until: number): Timer | undefined {
    const { first } = timers;
    if (!first || first.dueAt > until) return undefined;
    timers.delete(first);
    return first;
  }

  return {
    now: () => now - setBackMs,
    after(ms, run) {
      const timer = { dueAt: now + Math.max(0, ms), number: ++lastNumber, run };
      timers.update(timer);
      return () => timers.delete(timer);
    },
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (let timer = takeDue(until); timer; timer = takeDue(until)) {
        now = timer.dueAt;
        timer.run();
        await settle();
      }
      now = until;
      await settle();
    },
    setBack(ms) {
      setBackMs += ms;
    },
    get pending() {
      return timers.size;
    },
  };
}

/** Lets all promises settle that wait neither for time nor for a network: also over several turns. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (!process.getActiveResourcesInfo().includes('Immediate')) return;
  }
}
