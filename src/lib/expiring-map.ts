import type { Clock } from './clock.ts';
import { createForwardClock } from './forward-clock.ts';

/**
 * A bounded map whose entries may expire. A full map
 * drops the entry that was not used for the longest time.
 */
export interface ExpiringMap<Key, Value> {
  /** `undefined`: there is no such entry, or it was dropped, or it has expired. */
  get(key: Key): Value | undefined;
  /** Without `ttlMs` the entry does not expire. */
  set(key: Key, value: Value, ttlMs?: number): void;
  has(key: Key): boolean;
  delete(key: Key): void;
  /** Milliseconds until the entry expires. 0: there is no such entry, or it does not expire. */
  remainingMs(key: Key): number;
}

/** The clock and the bound of a map. */
interface ExpiringMapOptions {
  readonly clock: Clock;
  readonly maxEntries: number;
}

interface Entry<Value> {
  readonly value: Value;
  /** The last millisecond of its life. */
  readonly lastAt: number;
}

/**
 * Creates an empty map. It grows with its entries: `lru-cache` reserves the memory of all that it may have at once, and a bot
 * has dozens of these maps, few of which are ever full.
 */
export function createExpiringMap<Key extends {}, Value extends {}>({
  maxEntries,
  ...options
}: ExpiringMapOptions): ExpiringMap<Key, Value> {
  const clock = createForwardClock(options.clock);
  /** Ordered by their last use. */
  const entries = new Map<Key, Entry<Value>>();

  function find(key: Key): Entry<Value> | undefined {
    const entry = entries.get(key);
    if (!entry || clock.now() <= entry.lastAt) return entry;
    entries.delete(key);
    return undefined;
  }

  function putLast(key: Key, entry: Entry<Value>): void {
    entries.delete(key);
    entries.set(key, entry);
  }

  return {
    get(key) {
      const entry = find(key);
      if (entry) putLast(key, entry);
      return entry?.value;
    },

    set(key, value, ttlMs = Number.POSITIVE_INFINITY) {
      putLast(key, { value, lastAt: clock.now() + ttlMs });
      if (entries.size <= maxEntries) return;
      for (const [oldest] of entries) {
        entries.delete(oldest);
        return;
      }
    },

    has: (key) => find(key) !== undefined,
    delete: (key) => void entries.delete(key),

    remainingMs(key) {
      const lastAt = find(key)?.lastAt ?? 0;
      return Number.isFinite(lastAt) ? Math.max(0, lastAt - clock.now()) : 0;
    },
  };
}
