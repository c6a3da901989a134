import type { Clock } from '../lib/clock.ts';
import { createExpiringMap } from '../lib/expiring-map.ts';
import { createForwardClock } from '../lib/forward-clock.ts';

/** Counts what happened within the last minute, by key. A restart forgets it. */
export interface MinuteWindows {
  used(key: string): number;
  /** Counts one. The returned function takes it back. */
  add(key: string): () => void;
  /** Milliseconds until one fewer counts. 0: nothing counts. */
  waitMs(key: string): number;
}

const MINUTE_MS = 60_000;
/** A full memory forgets those who have waited the longest. */
const MAX_KEYS = 20_000;

/** Creates empty windows. */
export function createMinuteWindows(realClock: Clock): MinuteWindows {
  const clock = createForwardClock(realClock);
  /** The times of each key, oldest first. */
  const times = createExpiringMap<string, number[]>({ clock, maxEntries: MAX_KEYS });

  function present(key: string): number[] {
    const all = times.get(key) ?? [];
    const from = clock.now() - MINUTE_MS;
    const old = all.findIndex((time) => time > from);
    all.splice(0, old < 0 ? all.length : old);
    return all;
  }

  return {
    used: (key) => present(key).length,

    add(key) {
      const own = present(key);
      const now = clock.now();
      own.push(now);
      times.set(key, own, MINUTE_MS);
      return () => {
        const index = own.indexOf(now);
        if (index >= 0) own.splice(index, 1);
      };
    },

    waitMs(key) {
      const [oldest] = present(key);
      return oldest === undefined ? 0 : oldest + MINUTE_MS - clock.now();
    },
  };
}
