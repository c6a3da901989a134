import { setImmediate as nextLoopTurn } from 'node:timers/promises';
import type { Store } from '../contracts/store.ts';
import type { UsageQuery } from '../contracts/usage.ts';
import type { Log } from '../lib/log.ts';
import { createLogOnce } from '../lib/log-once.ts';
import { addDays, daysFrom } from '../lib/page/days.ts';
import { addNumbers, USAGE_FIELDS } from './add-numbers.ts';
import { commonKey, numberInKey, rowsPrefix } from './row-key.ts';
import { KEPT_DAYS, readStoredUsage, type StoredUsage } from './stored-usage.ts';
import type { UsageRows } from './usage-rows.ts';

/** A row that was found. */
export interface FoundRow {
  readonly key: string;
  /** Reads it as it counts at that moment. `undefined`: it is gone, or cannot be read. Call it before anything is awaited. */
  current(): StoredUsage | undefined;
}

/** Gives the rows of a query in batches, the oldest day first. */
export type ReadRows = (query: UsageQuery) => AsyncGenerator<readonly FoundRow[]>;

interface ReadRowsParts {
  readonly store: Pick<Store, 'findKeys' | 'getMany'>;
  readonly log: Log;
  /** The present day. */
  readonly today: () => string;
  /** The rows in memory, where this process is the one that writes them. */
  readonly rows?: Pick<UsageRows, 'waiting' | 'current' | 'keepAll'>;
}

/** The whole program waits while a batch is read, about 2 ms. */
const BATCH = 200;

/** Creates the reader of stored rows. */
export function createReadRows({ store, log, today, rows }: ReadRowsParts): ReadRows {
  const logOnce = createLogOnce(log);

  function read(key: string, value: unknown): StoredUsage | undefined {
    const stored = readStoredUsage(value);
    if (value !== undefined && !stored) {
      logOnce.warn(key, { key }, 'usage: a stored row cannot be read, leaving it out');
    }
    const row = rows ? rows.current(key, stored) : stored;
    return row && USAGE_FIELDS.some((name) => row[name] !== 0) ? row : undefined;
  }

  async function* readDay(prefix: string, picks: (row: StoredUsage) => boolean) {
    // In this order: a row that is stored meanwhile is in both.
    const waiting = rows?.waiting(prefix) ?? [];
    const keys = [...new Set([...waiting, ...(await store.findKeys(prefix))])];
    // Rows of several processes about the same follow each other, in one batch.
    const isOfSeveral = keys.some((key) => numberInKey(key) !== 0);
    if (isOfSeveral) keys.sort();
    for (let index = 0, end = 0; index < keys.length; index = end) {
      end = isOfSeveral ? endOfBatch(keys, index) : index + BATCH;
      const batch = keys.slice(index, end);
      const values = await store.getMany(batch);
      yield batch.map((key, position): FoundRow => {
        const current = () => {
          const row = read(key, values[position]);
          return row && picks(row) ? row : undefined;
        };
        return { key, current };
      });
      await nextLoopTurn();
    }
  }

  return async function* readRows(query) {
    const { platform, personId } = query;
    const release = rows?.keepAll();
    try {
      for (const day of daysFrom(...kept(query, today()))) {
        const prefix = rowsPrefix(day, platform, personId);
        yield* readDay(prefix, (row) => isPicked(row, query));
      }
    } finally {
      release?.();
    }
  };
}

/** The end of a batch that begins at `start`, and has all rows about the same as its last one. */
function endOfBatch(keys: readonly string[], start: number): number {
  let end = Math.min(start + BATCH, keys.length);
  const last = commonKey(keys[end - 1] ?? '');
  while (end < keys.length && commonKey(keys[end] ?? '') === last) end += 1;
  return end;
}

/** Gives the rows of a query as they count now, in batches, the oldest day first. Those of several processes are one. */
export async function* currentRows(
  readRows: ReadRows,
  query: UsageQuery,
): AsyncGenerator<readonly StoredUsage[]> {
  for await (const found of readRows(query)) {
    const rows = new Map<string, StoredUsage>();
    for (const { key, current } of found) {
      const row = current();
      const name = commonKey(key);
      const others = rows.get(name);
      if (row) rows.set(name, others ? { ...row, ...addNumbers(others, row) } : row);
    }
    yield [...rows.values()];
  }
}

/** The days of a query that can have rows: a clock that was wrong may have put some into the future. */
function kept({ from, to }: UsageQuery, today: string): readonly [from: string, to: string] {
  const [first, last] = [addDays(today, -KEPT_DAYS), addDays(today, KEPT_DAYS)];
  return [from > first ? from : first, to < last ? to : last];
}

function isPicked(row: StoredUsage, { scope, platform, personId }: UsageQuery): boolean {
  if (scope !== undefined && !row.scopes.includes(scope)) return false;
  if (platform !== undefined && row.platform !== platform) return false;
  return personId === undefined || row.personId === personId;
}
