import { BotError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { createLocalAdapter, type StorageAdapter } from './local-adapter.ts';

interface Entry {
  readonly value: string;
  readonly expires: number | undefined;
}

/** The clock and the bound of the adapter. */
interface MemoryAdapterOptions {
  readonly clock: Clock;
  /** The number of keys that it holds. It refuses more, because callers rely on every key. */
  readonly maxKeys?: number;
}

/** Keeps everything in memory, for the playground and for tests. */
export function createMemoryAdapter({
  clock,
  maxKeys = 1_000_000,
}: MemoryAdapterOptions): StorageAdapter {
  const entries = new Map<string, Entry>();
  /**
   * The changes of the running transaction, in order: each key with its entry before the change.
   */
  let undo: [key: string, before: Entry | undefined][] = [];

  const isExpired = (expires: number | undefined) =>
    expires !== undefined && expires <= clock.now();
  const recordUndo = (key: string) => undo.push([key, entries.get(key)]);
  const restore = (key: string, entry: Entry | undefined) =>
    entry ? entries.set(key, entry) : entries.delete(key);

  function remove(key: string): boolean {
    recordUndo(key);
    return entries.delete(key);
  }

  return createLocalAdapter({
    read(key) {
      const entry = entries.get(key);
      return entry && !isExpired(entry.expires) ? entry.value : undefined;
    },

    findKeys: (prefix) => [...entries.keys()].filter((key) => key.startsWith(prefix)),

    put(key, value, expires) {
      if (entries.size >= maxKeys && !entries.has(key)) {
        throw new BotError(
          `The memory store is full (${maxKeys} keys). Use STORE_URL=sqlite:./data/parley.sqlite.`,
        );
      }
      recordUndo(key);
      entries.set(key, { value, expires });
    },

    remove,
    removeAll: () => [...entries.keys()].forEach(remove),

    removeExpired(limit) {
      let removed = 0;
      for (const [key, { expires }] of entries) {
        if (removed === limit) break;
        if (isExpired(expires) && entries.delete(key)) removed += 1;
      }
      return removed;
    },

    transaction(work) {
      undo = [];
      try {
        return work();
      } catch (error) {
        for (const [key, before] of undo.reverse()) restore(key, before);
        throw error;
      } finally {
        undo = [];
      }
    },

    isExpired,
    close: () => entries.clear(),
  });
}
