/** One row of a result: its columns by name. */
export type DatabaseRow = Readonly<Record<string, unknown>>;

/** A PostgreSQL database, for the parts that keep more in it than values by key. */
export interface Database {
  /**
   * Runs one statement, over any connection and perhaps over a pooler: nothing of a session stays. `values` stand for
   * `$1`, `$2` and so on. Waits for a server that is away for some seconds. With `mayRepeat`, the statement does no harm
   * when it runs twice, so it runs again when its connection broke; without it, such a statement fails.
   *
   * @throws A `StoreError` when the database cannot be reached, or cannot store.
   */
  query(
    text: string,
    values?: readonly unknown[],
    options?: { readonly mayRepeat?: boolean },
  ): Promise<readonly DatabaseRow[]>;
  /**
   * Runs a small statement with the next write of the store, in its transaction, or alone within `withinMs`. Its `$1` is
   * a list of texts: what `take` gives, which is asked when it leaves, of all who wait for the same statement. The
   * statement gives rows. Resolves when it has run.
   *
   * @throws As `query`, or with the write that it went with.
   */
  ride(text: string, take: () => readonly string[], withinMs: number): Promise<void>;
  /**
   * Calls `onPayload` with what is notified on a channel, and `onGap` after each time in which it could not listen.
   * Connects again by itself. Gives the function that ends it.
   */
  listen(channel: string, onPayload: (payload: string) => void, onGap: () => void): () => void;
  /**
   * Holds a session's advisory lock of this name while `work` runs: waits until no other session holds it, and aborts
   * the signal of `work` when the connection, and so the lock, is lost. Resolves when `work` has ended; rejects when
   * the connection is lost before it begins.
   */
  withLock(
    name: string,
    work: (signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
  /** The address of the database itself, without a pooler, for parts that open sessions of their own. */
  readonly directUrl: string;
  /** Explains a failure in such a session as a `StoreError`. Gives other errors as they are. */
  explain(error: unknown): unknown;
}
