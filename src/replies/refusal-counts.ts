import type { Clock } from '../lib/clock.ts';

/** Counts how often, and for how long, the network has answered the write of one page with an error. */
export interface RefusalCounts {
  /** Counts one more refusal. */
  add(index: number): RefusalCount;
  /** The network took the page, or none of its writes pass. */
  clear(index: number): void;
}

/** The refusals of one page since it was last written. */
export interface RefusalCount {
  readonly refusals: number;
  /** From the first refusal to the last one. */
  readonly durationMs: number;
  /** The time of the refusal before the last one, or of the only one. Unix milliseconds. */
  readonly previousAt: number;
}

/** Creates counts without refusals. */
export function createRefusalCounts(clock: Clock): RefusalCounts {
  const counts = new Map<number, { refusals: number; firstAt: number; lastAt: number }>();

  return {
    add(index) {
      const now = clock.now();
      const { refusals, firstAt, lastAt } = counts.get(index) ?? {
        refusals: 0,
        firstAt: now,
        lastAt: now,
      };
      counts.set(index, { refusals: refusals + 1, firstAt, lastAt: now });
      return { refusals: refusals + 1, durationMs: now - firstAt, previousAt: lastAt };
    },

    clear: (index) => void counts.delete(index),
  };
}
