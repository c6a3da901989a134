import type { Clock } from '../lib/clock.ts';

/** The next time at which something runs: the earliest of those that were asked for. */
export interface NextRun {
  within(ms: number): void;
  cancel(): void;
}

/** Creates a timer that waits for nothing. */
export function createNextRun(clock: Clock, run: () => void): NextRun {
  let runsAt = Number.POSITIVE_INFINITY;
  let cancel = () => {};

  return {
    within(ms) {
      const at = clock.now() + ms;
      if (at >= runsAt) return;
      cancel();
      runsAt = at;
      cancel = clock.after(ms, () => {
        runsAt = Number.POSITIVE_INFINITY;
        run();
      });
    },

    cancel() {
      cancel();
      runsAt = Number.POSITIVE_INFINITY;
    },
  };
}
