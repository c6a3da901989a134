import { backoffMs } from './backoff.ts';
import type { Clock } from './clock.ts';
import { createKeyedLock } from './keyed-lock.ts';
import type { Log } from './log.ts';
import { type UpdateOptions, updateValue, type ValueStore } from './update-value.ts';

/** The part of a store that records are kept in. */
export interface RecordStore extends ValueStore {
  getMany(keys: readonly string[]): Promise<readonly unknown[]>;
  findKeys(prefix: string): Promise<readonly string[]>;
  watch(prefix: string, onChange: (changed: readonly string[] | 'all') => void): () => void;
}

/** Records whose keys have one beginning, all of them in memory. Other processes may change them, too. */
export interface SharedRecords<Value extends object> {
  /** By the rest of their keys. What other processes change is here a moment later. */
  readonly values: ReadonlyMap<string, Value>;
  /**
   * Changes one record. `decide` gets it as it is stored by now, and may be asked several times. It gives the value to
   * store, `undefined` to remove the record, or what it got to change nothing. Resolves when it is stored.
   *
   * @throws When the store fails, or `decide` throws.
   */
  change(
    name: string,
    decide: (value: Value | undefined) => object | undefined,
    lifetime?: Pick<UpdateOptions, 'ttlMs'>,
  ): Promise<void>;
  /** Forgets a record that expires in the store as well. */
  forget(name: string): void;
  /** Reads one record again, for a decision that must not miss what another process has just changed. */
  fresh(name: string): Promise<Value | undefined>;
  /** Resolves when nothing is being changed or read. */
  settled(): Promise<void>;
  /** Hears of no more changes. */
  stop(): void;
}

interface RecordsParts<Value> {
  readonly store: RecordStore;
  /** The beginning of the keys. */
  readonly prefix: string;
  /** `undefined`: the stored value cannot be used. */
  read(stored: unknown, key: string): Value | undefined;
  /** More are not kept in memory. */
  readonly most: number;
  /** Called when others have changed some. */
  onChange?(): void;
  /** Called where the store cannot be read at first: there are none then until it can be read. Absent: it throws. */
  onUnreadable?(error: unknown): void;
  readonly clock: Clock;
  readonly log: Log;
}

/** A long read must let other work pass. */
const KEYS_PER_READ = 500;
const RETRY_WAITS = { firstMs: 1_000, longestMs: 60_000 };

/**
 * Opens records: reads all of them once, and then what others announce.
 *
 * @throws When the store cannot be read, and `onUnreadable` is absent.
 */
export async function openSharedRecords<Value extends object>(
  parts: RecordsParts<Value>,
): Promise<SharedRecords<Value>> {
  const { store, prefix, read, most, clock, log } = parts;
  const values = new Map<string, Value>();
  /** Changes are rare, so one after the other is fast enough, and no read meets a change half-way. */
  const inOrder = createKeyedLock();
  let missed = new Set<string>();
  let hasMissedAll = false;
  let failures = 0;
  let isStopped = false;
  let cancelRetry: (() => void) | undefined;

  function keep(name: string, value: Value | undefined): void {
    if (value === undefined) values.delete(name);
    else if (values.has(name) || values.size < most) values.set(name, value);
  }

  async function load(keys: readonly string[]): Promise<void> {
    for (let index = 0; index < keys.length; index += KEYS_PER_READ) {
      const batch = keys.slice(index, index + KEYS_PER_READ);
      const found = await store.getMany(batch);
      for (const [position, key] of batch.entries()) {
        const stored = found[position];
        keep(key.slice(prefix.length), stored === undefined ? undefined : read(stored, key));
      }
    }
  }

  async function loadAll(): Promise<void> {
    const known = [...values.keys()].map((name) => prefix + name);
    await load([...new Set([...known, ...(await store.findKeys(prefix))])]);
  }

  async function catchUp(): Promise<void> {
    const keys = missed;
    const isAll = hasMissedAll;
    if (isStopped || (keys.size === 0 && !isAll)) return;
    missed = new Set();
    hasMissedAll = false;
    try {
      await (isAll ? loadAll() : load([...keys]));
      failures = 0;
    } catch (error) {
      for (const key of keys) missed.add(key);
      hasMissedAll ||= isAll;
      log.debug({ error, prefix }, 'store: changes of other processes are not read, retrying');
      retryLater();
      return;
    }
    parts.onChange?.();
  }

  function retryLater(): void {
    failures += 1;
    cancelRetry?.();
    cancelRetry = clock.after(backoffMs(failures, RETRY_WAITS), catchUpSoon);
  }

  function catchUpSoon(): void {
    void inOrder('', catchUp);
  }

  function hear(changed: readonly string[] | 'all'): void {
    const isMuch = changed === 'all' || missed.size + changed.length > KEYS_PER_READ;
    if (isMuch) hasMissedAll = true;
    else for (const key of changed) missed.add(key);
    catchUpSoon();
  }

  // First, so that nothing is missed in between.
  const unwatch = store.watch(prefix, hear);
  try {
    await inOrder('', loadAll);
  } catch (error) {
    if (!parts.onUnreadable) unwatch();
    if (!parts.onUnreadable) throw error;
    parts.onUnreadable(error);
    hasMissedAll = true;
    retryLater();
  }

  return {
    values,

    change: (name, decide, lifetime) =>
      inOrder('', async () => {
        const key = prefix + name;
        let after: Value | undefined;
        await updateValue(store, key, (stored) => {
          const before = stored === undefined ? undefined : read(stored, key);
          const value = decide(before);
          const isSame = value === before;
          after = isSame ? before : value && read(value, key);
          return isSame ? 'keep' : { value, ...lifetime };
        });
        keep(name, after);
      }),

    forget: (name) => void values.delete(name),

    fresh: (name) =>
      inOrder('', async () => {
        await load([prefix + name]);
        return values.get(name);
      }),

    settled: () => inOrder('', async () => {}),

    stop() {
      isStopped = true;
      unwatch();
      cancelRetry?.();
    },
  };
}
