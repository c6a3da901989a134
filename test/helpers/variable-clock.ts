import type { Clock } from '../../src/lib/clock.ts';

/** A clock whose speed the test chooses. */
export interface VariableClock extends Clock {
  /** From now on, `speed` seconds pass in each real second. Timers keep the speed of their start. */
  setSpeed(speed: number): void;
}

/** Creates a clock with the speed of the real one. */
export function createVariableClock(): VariableClock {
  let speed = 1;
  let since = { real: Date.now(), shown: Date.now() };
  const now = () => since.shown + (Date.now() - since.real) * speed;

  return {
    now,
    after(ms, run) {
      const timer = setTimeout(run, ms / speed);
      return () => clearTimeout(timer);
    },
    setSpeed(next) {
      since = { real: Date.now(), shown: now() };
      speed = next;
    },
  };
}
