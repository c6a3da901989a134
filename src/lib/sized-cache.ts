import { LRUCache } from 'lru-cache';

/** Keeps values in memory, up to a number of bytes. The value that was not used for the longest time goes first. */
export interface SizedCache<Value> {
  get(key: string): Value | undefined;
  /** Keeps nothing that is larger than the whole cache. */
  set(key: string, value: Value, bytes: number): void;
  delete(key: string): void;
}

/** Creates an empty cache. */
export function createSizedCache<Value extends {}>(maxBytes: number): SizedCache<Value> {
  const cache = new LRUCache<string, Value>({ maxSize: maxBytes });
  return {
    get: (key) => cache.get(key),
    delete: (key) => void cache.delete(key),
    set: (key, value, bytes) => void cache.set(key, value, { size: Math.max(1, bytes) }),
  };
}
