/** One key's change. A `value` of `undefined` removes the key. */
export interface Change {
  readonly key: string;
  /** Plain data: what JSON can hold. */
  readonly value: object | undefined;
  /** How long the value is kept. Absent: for ever. */
  readonly ttlMs?: number;
}

/** Where everything lives that must survive a restart: values by key. */
export interface Store {
  /** `undefined`: there is none, or its time has passed. Rejects when it could not be read. */
  get(key: string): Promise<unknown>;
  /** As `get`, in the order of the keys. */
  getMany(keys: readonly string[]): Promise<readonly unknown[]>;
  /**
   * Resolves when all changes are stored; when it rejects, none is. Batches are applied in the order of the calls, and
   * the changes of a batch in their own order.
   */
  write(changes: readonly Change[]): Promise<void>;
  /**
   * Sets `key` to `next` if it still holds `expected`, in one step that no other process can come between; `false`: it
   * holds something else. From then on every write is refused once `key` no longer holds what was claimed. A `next` of
   * `undefined` removes the key and ends that.
   */
  claim(key: string, expected: object | undefined, next: object | undefined): Promise<boolean>;
  close(): Promise<void>;
}
