import { EventEmitter } from 'node:events';
import { type KeyvStorageAdapter, keyvStorageCapability } from 'keyv';
import { BotError } from '../errors.ts';

/**
 * A Keyv storage adapter with what Parley needs beyond Keyv's interface, which has neither
 * compare-and-set nor a way to find expired keys.
 */
export interface StorageAdapter extends KeyvStorageAdapter {
  /** As `Store.claim`, with stored texts instead of values. */
  claim(key: string, expected: string | undefined, next: string | undefined): Promise<boolean>;
  /** As `Store.swap`, with stored texts instead of values. */
  swap(
    key: string,
    expected: string | undefined,
    next: string | undefined,
    options?: TextSwapOptions,
  ): Promise<boolean>;
  /** The next `setMany` tells other processes of these keys. Absent: there are no others. */
  announce?(keys: readonly string[]): void;
  /** As `Store.watch`. Absent: no other process changes anything. */
  watch?(prefix: string, onChange: (changed: readonly string[] | 'all') => void): () => void;
  /** As `Store.findKeys`. */
  findKeys(prefix: string): Promise<string[]>;
  /** Removes up to `limit` expired keys. Gives the number of removed keys. */
  sweep(limit: number): Promise<number>;
  /** Gives some unused room back to the disk. Gives `true` if there may be more. */
  compact(): Promise<boolean>;
  /** As `Store.purge`. */
  purge(): Promise<void>;
}

/** As `SwapOptions`, with the end of the lifetime in Unix milliseconds. */
export interface TextSwapOptions {
  readonly expires?: number;
  readonly isAnnounced?: true;
}

/** A storage that answers synchronously. */
interface LocalStorage {
  /** Gives `undefined` for a key that does not exist or has expired. */
  read(key: string): string | undefined;
  /** As `Store.findKeys`. */
  findKeys(prefix: string): string[];
  /** `expires` is in Unix milliseconds. */
  put(key: string, value: string, expires: number | undefined): void;
  /** Gives whether the key existed. */
  remove(key: string): boolean;
  removeAll(): void;
  /** Removes up to `limit` expired keys. Gives the number of removed keys. */
  removeExpired(limit: number): number;
  /** As `StorageAdapter.compact`. */
  compact?(): boolean;
  /** As `Store.purge`. */
  purge?(): void;
  /** Keeps all changes of `work`, or none when it throws. No other process writes meanwhile. */
  transaction<Result>(work: () => Result): Result;
  isExpired(expires: number | undefined): boolean;
  close(): void;
}

/**
 * Makes a Keyv 6 storage adapter of a local storage. `setMany` is one
 * transaction. An entry that has already expired removes its key, as
 * Keyv's contract allows, so one `setMany` can set and remove.
 */
export function createLocalAdapter(storage: LocalStorage): StorageAdapter {
  /** After a claim, every change first checks that the key still holds this value. */
  let claimed: { readonly key: string; readonly value: string } | undefined;

  function runChange<Result>(work: () => Result): Result {
    return storage.transaction(() => {
      if (claimed && storage.read(claimed.key) !== claimed.value) {
        // No `StoreError`: people get no sentence, because the other process answers them.
        throw new BotError(
          'Another process has taken over this store, so nothing was written. Stop one of the two processes.',
        );
      }
      return work();
    });
  }

  function compareAndSet(
    key: string,
    expected: string | undefined,
    next: string | undefined,
    expires?: number,
  ): boolean {
    if (storage.read(key) !== expected) return false;

    if (next === undefined) storage.remove(key);
    else storage.put(key, next, expires);
    return true;
  }

  /**
   * A claim that failed leaves the earlier one in force. But a COMMIT can fail after its data has
   * arrived, so the store itself says which claim it holds.
   */
  function adoptArrivedClaim(key: string, value: string | undefined): void {
    if (claimed?.key !== key || value === undefined) return;
    try {
      if (storage.read(key) === value) claimed = { key, value };
    } catch {
      // The next claim finds out.
    }
  }

  function setEntry(key: string, value: unknown, expires: number | undefined): true {
    if (typeof value !== 'string')
      throw new BotError(`The store takes only text, but the value of ${key} is something else.`);
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
      runChange(() => setEntry(key, value, expires)),
    setMany: async (entries: { key: string; value: unknown; expires?: number }[]) =>
      runChange(() => entries.map(({ key, value, expires }) => setEntry(key, value, expires))),
    delete: async (key: string) => runChange(() => storage.remove(key)),
    deleteMany: async (keys: string[]) => runChange(() => keys.map((key) => storage.remove(key))),
    clear: async () => runChange(() => storage.removeAll()),
    disconnect: async () => storage.close(),
    findKeys: async (prefix: string) => storage.findKeys(prefix),
    // A process that waits for the lease leaves the file to its holder.
    compact: async () => claimed !== undefined && (storage.compact?.() ?? false),
    purge: async () => {
      if (claimed) storage.purge?.();
    },
    sweep: async (limit: number) => storage.removeExpired(limit),

    swap: async (
      key: string,
      expected: string | undefined,
      next: string | undefined,
      { expires }: TextSwapOptions = {},
    ) => runChange(() => compareAndSet(key, expected, next, expires)),

    async claim(key: string, expected: string | undefined, next: string | undefined) {
      try {
        const isSet = storage.transaction(() => compareAndSet(key, expected, next));
        if (isSet) claimed = next === undefined ? undefined : { key, value: next };
        return isSet;
      } catch (error) {
        adoptArrivedClaim(key, next);
        throw error;
      }
    },
  });
  // Without this mark, Keyv treats the adapter as one of version 5, and gives it relative times.
  return Object.assign(adapter, { capabilities: keyvStorageCapability(adapter) });
}
