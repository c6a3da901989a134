/** A map that forgets what was not used for longest once it holds more than `limit` entries. */
export interface Lru<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
  has(key: Key): boolean;
  delete(key: Key): void;
}

export function createLru<Key, Value>(limit: number): Lru<Key, Value> {
  // A Map iterates in the order of insertion: what is used moves to the end, so the first entry is the oldest.
  const entries = new Map<Key, Value>();
  const touch = (key: Key, value: Value) => {
    entries.delete(key);
    entries.set(key, value);
  };
  return {
    get(key) {
      const value = entries.get(key);
      if (value !== undefined) touch(key, value);
      return value;
    },
    set(key, value) {
      touch(key, value);
      if (entries.size > limit) entries.delete(entries.keys().next().value as Key);
    },
    has: (key) => entries.has(key),
    delete: (key) => void entries.delete(key),
  };
}
