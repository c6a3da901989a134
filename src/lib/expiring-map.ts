import { LRUCache } from 'lru-cache';
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

/** Creates an empty map. */
export function createExpiringMap<Key extends {}, Value extends {}>({
  maxEntries,
  ...options
}: ExpiringMapOptions): ExpiringMap<Key, Value> {
  const clock = createForwardClock(options.clock);
  // The library treats a time of 0 as "does not expire", so its clock starts at 1.
  const startedAt = clock.now() - 1;
  let cache: LRUCache<Key, Value> | undefined;

  /** The library reserves the memory for all entries at once, so a map without entries has none. */
  function openCache(): LRUCache<Key, Value> {
    cache ??= new LRUCache<Key, Value>({
      max: maxEntries,
      perf: { now: () => clock.now() - startedAt },
      // Without this, the library caches the time for 1 ms, by a timer of its own.
      ttlResolution: 0,
    });
    return cache;
  }

  return {
    get: (key) => cache?.get(key),
    set: (key, value, ttlMs) =>
      void openCache().set(key, value, ttlMs === undefined ? {} : { ttl: ttlMs }),
    has: (key) => cache?.has(key) ?? false,
    delete: (key) => void cache?.delete(key),
    remainingMs(key) {
      const remaining = cache?.getRemainingTTL(key) ?? 0;
      return Number.isFinite(remaining) ? Math.max(0, remaining) : 0;
    },
  };
}
