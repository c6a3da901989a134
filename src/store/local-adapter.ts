import { EventEmitter } from 'node:events';
import { type KeyvStorageAdapter, keyvStorageCapability } from 'keyv';
import { BotError } from '../errors.ts';

/**
 * What Parley asks of a storage adapter beyond what Keyv does: Keyv has neither compare-and-set nor a way to find
 * expired keys.
 */
export interface StorageAdapter extends KeyvStorageAdapter {
  /** As `Store.claim`, with the text that is stored. */
  claim(key: string, expected: string | undefined, next: string | undefined): Promise<boolean>;
  /** Removes up to `limit` expired keys. How many they were. */
  sweep(limit: number): Promise<number>;
}

/** A storage inside this process, reached without waiting. */
export interface LocalStorage {
  /** What is stored and not expired. */
  read(key: string): string | undefined;
  /** `expires` is Unix ms. */
  put(key: string, value: string, expires: number | undefined): void;
  remove(key: string): boolean;
  removeAll(): void;
  removeExpired(limit: number): number;
  /** Keeps everything that `work` changes or, when it throws, nothing of it. No other process writes meanwhile. */
  transaction<Result>(work: () => Result): Result;
  isExpired(expires: number | undefined): boolean;
  close(): void;
}

/**
 * A Keyv 6 storage adapter over a local storage. `setMany` is one transaction, and an entry that has already expired
 * removes its key (Keyv's contract allows it): so one `setMany` can set and remove.
 */
export function createLocalAdapter(storage: LocalStorage): StorageAdapter {
  let claimed: { readonly key: string; readonly value: string } | undefined;

  function change<Result>(work: () => Result): Result {
    return storage.transaction(() => {
      if (claimed && storage.read(claimed.key) !== claimed.value) {
        throw new BotError(
          'Another process has taken over this store, so nothing was written. Stop one of the two.',
        );
      }
      return work();
    });
  }

  function setOne(key: string, value: unknown, expires: number | undefined): true {
    if (typeof value !== 'string')
      throw new BotError(`The store takes text only, not what was given for ${key}.`);
    if (storage.isExpired(expires)) storage.remove(key);
    else storage.put(key, value, expires);
    return true;
  }

  const adapter = Object.assign(new EventEmitter(), {
    get: async (key: string) => storage.read(key),
    getMany: async (keys: string[]) => keys.map((key) => storage.read(key)),
    has: async (key: string) => storage.read(key) !== undefined,
    hasMany: async (keys: string[]) => keys.map((key) => storage.read(key) !== undefined),
    set: async (key: string, value: unknown, expires?: number) =>
      change(() => setOne(key, value, expires)),
    setMany: async (entries: { key: string; value: unknown; expires?: number }[]) =>
      change(() => entries.map(({ key, value, expires }) => setOne(key, value, expires))),
    delete: async (key: string) => change(() => storage.remove(key)),
    deleteMany: async (keys: string[]) => change(() => keys.map((key) => storage.remove(key))),
    clear: async () => change(() => storage.removeAll()),
    disconnect: async () => storage.close(),
    sweep: async (limit: number) => storage.removeExpired(limit),

    async claim(key: string, expected: string | undefined, next: string | undefined) {
      return storage.transaction(() => {
        if (storage.read(key) !== expected) return false;
        if (next === undefined) storage.remove(key);
        else storage.put(key, next, undefined);
        claimed = next === undefined ? undefined : { key, value: next };
        return true;
      });
    },
  });
  // Without this mark Keyv takes the adapter for one of version 5 and hands it relative times.
  return Object.assign(adapter, { capabilities: keyvStorageCapability(adapter) });
}
