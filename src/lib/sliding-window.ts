import type { Clock } from './clock.ts';
import { createExpiringMap } from './expiring-map.ts';
import { createForwardClock } from './forward-clock.ts';

/** Counts what happened within the last minutes or seconds, by key, and bounds it. */
export interface SlidingWindow {
  /**
   * Counts one, unless `most` were counted within the last `windowMs`. Gives the milliseconds to wait: 0 if it
   * was counted.
   */
  take(key: string, limit: WindowLimit): number;
}

/** A limit. The same key has the same one each time. */
export interface WindowLimit {
  readonly most: number;
  readonly windowMs: number;
}

/** The clock, and the bound of the memory. */
interface SlidingWindowOptions {
  readonly clock: Clock;
  /** A full memory forgets the keys that were not used for the longest time. */
  readonly maxKeys: number;
}

/** Creates an empty window. It remembers `most` times of each key. */
export function createSlidingWindow({ maxKeys, ...options }: SlidingWindowOptions): SlidingWindow {
  const clock = createForwardClock(options.clock);
  /** Oldest first. */
  const times = createExpiringMap<string, readonly number[]>({ clock, maxEntries: maxKeys });

  return {
    take(key, { most, windowMs }) {
      const now = clock.now();
      const recent = (times.get(key) ?? []).filter((time) => time > now - windowMs);
      // The one that has to leave the window before another one fits.
      const blocking = recent.at(-most);
      if (most <= 0) return windowMs;
      if (blocking !== undefined) return blocking + windowMs - now;

      times.set(key, [...recent, now], windowMs);
      return 0;
    },
  };
}
