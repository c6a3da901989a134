/** A change of one key. A `value` of `undefined` removes the key. */
export interface Change {
  readonly key: string;
  /** Plain data: anything that JSON can hold. */
  readonly value: object | undefined;
  /** The lifetime of the value. Absent: without limit. */
  readonly ttlMs?: number;
  /** Other processes on the same store hear of it (see `Store.watch`). */
  readonly isAnnounced?: true;
}

/** What a swap sets beside the value: its lifetime, and whether other processes hear of it. */
export type SwapOptions = Pick<Change, 'ttlMs' | 'isAnnounced'>;

/** When changes are written. */
export interface CommitOptions {
  /** They may wait so long for another write to go with. Absent: they do not wait. */
  readonly withinMs?: number | undefined;
}

/** Keeps everything that must survive a restart: values by key. */
export interface Store {
  /**
   * Reads a value. `undefined`: the key does not exist or has expired. A single value that cannot be
   * read, because it is damaged or no JSON, is given as the `StoreError` that says why: it must not
   * stop the others.
   *
   * @throws When the store cannot be read.
   */
  get(key: string): Promise<unknown>;
  /** As `get`, in the order of the keys. */
  getMany(keys: readonly string[]): Promise<readonly unknown[]>;
  /** The keys that begin with `prefix`, in no order; also those of unreadable and of expired values. */
  findKeys(prefix: string): Promise<readonly string[]>;
  /**
   * Stores all changes or none. Batches are applied in the order of the calls, and the changes of a
   * batch in their own order. A batch without changes only ends the wait of those that wait.
   *
   * @throws When the changes were not stored.
   */
  write(changes: readonly Change[], options?: CommitOptions): Promise<void>;
  /** Replaces a value that cannot be used. Keeps its text for 30 days, under `unreadable:` and its key. */
  replace(key: string, value: object): Promise<void>;
  /**
   * Compares and sets in one atomic step across processes: sets `key` to `next` if it still holds
   * `expected`. Gives `false` if it holds something else. From then on the store refuses every write
   * once `key` no longer holds the claimed value. A `next` of `undefined` removes the key and ends the
   * claim.
   */
  claim(key: string, expected: object | undefined, next: object | undefined): Promise<boolean>;
  /**
   * Compares and sets in one atomic step across processes, as `claim` does, but guards no later write. A `next` of
   * `undefined` removes the key. The lifetime of what it holds does not matter: the values are compared.
   */
  swap(
    key: string,
    expected: object | undefined,
    next: object | undefined,
    options?: SwapOptions,
  ): Promise<boolean>;
  /**
   * Calls `onChange` with the keys that other processes have announced (see `Change.isAnnounced`), of those that
   * begin with `prefix`; with `all` where some may have been missed, so that everything has to be read again. Own
   * changes are not told. On a store of one process it is never called. Gives the function that ends it.
   */
  watch(prefix: string, onChange: (changed: readonly string[] | 'all') => void): () => void;
  /** Leaves nothing of what was removed or replaced on the disk. Costs as much as thousands of writes. */
  purge(): Promise<void>;
  close(): Promise<void>;
}
