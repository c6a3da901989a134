import { setImmediate as nextLoopTurn } from 'node:timers/promises';
import type { Change, CommitOptions, Store } from '../contracts/store.ts';
import type { UsageNumbers } from '../contracts/usage.ts';
import { StoreError } from '../errors.ts';
import { createKeyedLock } from '../lib/keyed-lock.ts';
import type { Log } from '../lib/log.ts';
import { addNumbers, NOTHING_USED } from './add-numbers.ts';
import { rowKey } from './row-key.ts';
import { KEPT_MS, readStoredUsage, type StoredUsage, writeStoredUsage } from './stored-usage.ts';
import type { UsageOrigin } from './usage-origin.ts';

/** The rows in memory: those that change often, and those that could not be stored yet. */
export interface UsageRows {
  /** Adds numbers to a row in memory, and what is to be stored in the same step. Gives its key. */
  add(origin: UsageOrigin, numbers: UsageNumbers, also?: readonly Change[]): string;
  /** Stores a row, as it is in the next turn of the event loop. @throws When it was not stored: it stays in memory. */
  save(key: string): Promise<void>;
  /** Stores all rows that are not. @throws When some were not stored. */
  saveAll(): Promise<void>;
  /** Adds a row to another one, and removes it. @throws When that was not stored. */
  move(from: UsageOrigin, to: UsageOrigin): Promise<void>;
  /** Never stores a change of this key that still waits. */
  dropWaiting(key: string): void;
  /** The keys that begin with `prefix` of the rows of which not all is stored. */
  waiting(prefix: string): readonly string[];
  /** A row as it counts now, given what was read of it a moment ago, while `keepAll` was in force. */
  current(key: string, stored: StoredUsage | undefined): StoredUsage | undefined;
  /** Lets no row leave the memory until the given function is called. */
  keepAll(): () => void;
}

interface Row {
  readonly key: string;
  readonly origin: UsageOrigin;
  /** Everything if `isLoaded`, else what was added since the row is in memory. */
  numbers: UsageNumbers;
  isLoaded: boolean;
  /** Counts the changes of `numbers`. */
  version: number;
  savedVersion: number;
  also: readonly Change[];
  /** Work that keeps the row in memory. */
  uses: number;
}

interface RowsParts {
  readonly store: Store;
  readonly log: Log;
  /** The number of this process among those on the store. */
  readonly number?: number;
  /** What was counted may wait so long for another write to go with. Absent: it does not wait. */
  readonly saveWithinMs?: number | undefined;
  /** Rows in memory of which all is stored. */
  readonly maxCached?: number;
  /** Rows that wait for a store that fails, about 1 KB each. More are added up without person and channel. */
  readonly maxWaiting?: number;
}

/** One row that cannot be stored must not stop the others, but where many cannot, none can. */
const MAX_FAILURES = 20;
/** So many rows are looked at for one that can leave the memory. */
const LOOKED_AT = 16;

/** Creates the rows. There is no other writer of rows with this number. */
export function createUsageRows(parts: RowsParts): UsageRows {
  const { store, log, number = 0, saveWithinMs, maxCached = 5_000, maxWaiting = 10_000 } = parts;
  /** Those that were used last are at the end. */
  const rows = new Map<string, Row>();
  const waiting = new Set<Row>();
  const lock = createKeyedLock();
  let readers = 0;

  function open(origin: UsageOrigin, key: string): Row {
    const known = rows.get(key);
    rows.delete(key);
    const row = known ?? newRow(origin, key);
    rows.set(key, row);
    if (!known) dropSurplus(row);
    return row;
  }

  function dropSurplus(newest: Row): void {
    let looked = 0;
    for (const [key, row] of rows) {
      looked += 1;
      if (rows.size <= maxCached || looked > LOOKED_AT || readers > 0) return;
      if (row.uses === 0 && row !== newest && !waiting.has(row)) rows.delete(key);
    }
  }

  function add(origin: UsageOrigin, numbers: UsageNumbers, also: readonly Change[] = []): string {
    const key = rowKey(origin, number);
    if (waiting.size >= maxWaiting && !rows.has(key) && origin.channelId !== '') {
      return add(withoutPlace(origin), numbers, also);
    }
    const row = open(origin, key);
    row.also = [...row.also, ...also];
    waiting.add(row);
    if (numbers === NOTHING_USED) return key;
    row.numbers = addNumbers(row.numbers, numbers);
    row.version += 1;
    return key;
  }

  async function load(row: Row): Promise<void> {
    if (row.isLoaded) return;
    const value = await store.get(row.key);
    const stored = readStoredUsage(value);
    if (value !== undefined && !stored) {
      const reason = value instanceof StoreError ? value.message : 'a field is wrong or missing';
      log.error({ key: row.key, reason }, 'usage: a stored row cannot be read, replacing it');
      await store.replace(row.key, writeStoredUsage(row.origin, NOTHING_USED));
    }
    if (stored) row.numbers = addNumbers(stored, row.numbers);
    row.isLoaded = true;
  }

  async function saveRow(row: Row, options?: CommitOptions): Promise<void> {
    if (!waiting.has(row)) return;
    if (row.version !== row.savedVersion) await load(row);
    await write([row], [], options);
  }

  /** Stores what has changed in rows, and `moves`, in one step. */
  async function write(
    changed: readonly Row[],
    moves: readonly Change[] = [],
    options?: CommitOptions,
  ): Promise<void> {
    const written = changed.map((row) => ({ row, version: row.version, also: row.also }));
    await store.write([...changed.flatMap(changesOf), ...moves], options);
    for (const { row, version, also } of written) {
      row.savedVersion = version;
      row.also = row.also.filter((change) => !also.includes(change));
      if (row.version === version && row.also.length === 0) waiting.delete(row);
    }
  }

  function use<Result>(row: Row, work: () => Promise<Result>): Promise<Result> {
    row.uses += 1;
    return lock(row.key, work).finally(() => {
      row.uses -= 1;
    });
  }

  async function save(key: string, options?: CommitOptions): Promise<void> {
    const row = rows.get(key);
    if (row) await use(row, () => saveRow(row, options));
  }

  /** An attempt and its answer are counted one after the other, and several of a row at once: they share a write. */
  async function saveSoon(key: string): Promise<void> {
    await nextLoopTurn();
    await save(key, { withinMs: saveWithinMs });
  }

  async function moveRow(from: Row, to: Row): Promise<void> {
    await load(from);
    await load(to);
    const moved = from.numbers;
    const value = writeStoredUsage(to.origin, addNumbers(to.numbers, moved));
    await write(
      [from, to],
      [
        { key: to.key, value, ttlMs: KEPT_MS },
        { key: from.key, value: undefined },
      ],
    );
    // What was added meanwhile stays, and is stored later.
    to.numbers = addNumbers(to.numbers, moved);
    from.numbers = addNumbers(from.numbers, moved, -1);
  }

  return {
    add,
    save: saveSoon,

    async saveAll() {
      const errors: unknown[] = [];
      await store.write([]);
      for (const row of [...waiting]) {
        await save(row.key).catch((error: unknown) => void errors.push(error));
        if (errors.length === MAX_FAILURES) break;
      }
      if (errors.length > 0) throw errors[0];
    },

    async move(origin, target) {
      const from = open(origin, rowKey(origin, number));
      // A row without a person is never moved, so nothing waits for two rows in the other order.
      await use(from, () => {
        const to = open(target, rowKey(target, number));
        return use(to, () => moveRow(from, to));
      });
    },

    dropWaiting(key) {
      for (const row of waiting) row.also = row.also.filter((change) => change.key !== key);
    },

    waiting: (prefix) =>
      [...waiting].filter(({ key }) => key.startsWith(prefix)).map(({ key }) => key),

    current(key, stored) {
      const row = rows.get(key);
      if (!row) return stored;
      if (row.isLoaded || !stored) return { ...row.origin, ...row.numbers };
      return { ...stored, ...addNumbers(stored, row.numbers) };
    },

    keepAll() {
      readers += 1;
      return () => {
        readers -= 1;
      };
    },
  };
}

function newRow(origin: UsageOrigin, key: string): Row {
  return {
    key,
    origin,
    numbers: NOTHING_USED,
    isLoaded: false,
    version: 0,
    savedVersion: 0,
    also: [],
    uses: 0,
  };
}

function changesOf(row: Row): readonly Change[] {
  const { key, origin, numbers, also } = row;
  if (row.version === row.savedVersion) return also;
  return [{ key, value: writeStoredUsage(origin, numbers), ttlMs: KEPT_MS }, ...also];
}

/** Of this, there are only as many rows as days, platforms and models. */
function withoutPlace(origin: UsageOrigin): UsageOrigin {
  const { personId, personal, server, ...rest } = origin;
  return { ...rest, channelId: '', scopes: origin.scopes.filter((scope) => !scope.includes(':')) };
}
