import type { Clock } from './clock.ts';
import { createExpiringMap } from './expiring-map.ts';
import { createForwardClock } from './forward-clock.ts';

/** Counts what happened within the last minutes or seconds, by key. The same key has the same `windowMs` each time. */
export interface SlidingWindow {
  /**
   * Counts one, unless `most` were counted within the last `windowMs`. Gives the milliseconds to wait: 0 if it
   * was counted.
   */
  take(key: string, limit: WindowLimit): number;
  /** Counts one, whatever was counted. The returned function takes it back. */
  add(key: string, windowMs: number): () => void;
  /** The number that was counted within the last `windowMs`. */
  used(key: string, windowMs: number): number;
  /** Milliseconds until one fewer counts. 0: nothing counts. */
  waitMs(key: string, windowMs: number): number;
}

/** The most within a window. */
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

/** Creates an empty window. */
export function createSlidingWindow({ maxKeys, ...options }: SlidingWindowOptions): SlidingWindow {
  const clock = createForwardClock(options.clock);
  /** Oldest first. */
  const times = createExpiringMap<string, number[]>({ clock, maxEntries: maxKeys });

  function recent(key: string, windowMs: number): number[] {
    const all = times.get(key) ?? [];
    const from = clock.now() - windowMs;
    const firstRecent = all.findIndex((time) => time > from);
    all.splice(0, firstRecent < 0 ? all.length : firstRecent);
    return all;
  }

  function add(key: string, windowMs: number): () => void {
    const own = recent(key, windowMs);
    const now = clock.now();
    own.push(now);
    times.set(key, own, windowMs);
    return () => {
      const index = own.indexOf(now);
      if (index >= 0) own.splice(index, 1);
    };
  }

  return {
    take(key, { most, windowMs }) {
      if (most <= 0) return windowMs;
      // The one that has to leave the window before another one fits.
      const blocking = recent(key, windowMs).at(-most);
      if (blocking !== undefined) return blocking + windowMs - clock.now();
      add(key, windowMs);
      return 0;
    },

    add,
    used: (key, windowMs) => recent(key, windowMs).length,

    waitMs(key, windowMs) {
      const [oldest] = recent(key, windowMs);
      return oldest === undefined ? 0 : oldest + windowMs - clock.now();
    },
  };
}
