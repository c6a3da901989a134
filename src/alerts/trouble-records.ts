import type { Store } from '../contracts/store.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { describeTrouble } from './describe-trouble.ts';
import type { Trouble } from './trouble.ts';
import { TROUBLE_RULES } from './trouble-rules.ts';

/** A trouble that is told, or is to be told. Times are Unix milliseconds. */
export interface TroubleRecord {
  readonly format: 1;
  readonly id: string;
  readonly trouble: Trouble;
  readonly since: number;
  /** The last sign of it. */
  readonly seenAt: number;
  /** The operator was told, or could not be. Absent: not so far. */
  readonly toldAt?: number;
  /** It ended, and that is to be told. */
  readonly overAt?: number;
}

/** The records, in memory and in the store. */
export interface TroubleRecords {
  get(id: string): TroubleRecord | undefined;
  list(): readonly TroubleRecord[];
  /** Keeps a record. Nobody waits for the store: where it fails, `flush` writes later. `false`: there are too many. */
  put(record: TroubleRecord): boolean;
  remove(id: string): void;
  /** All records are in the store. */
  isStored(): boolean;
  /** Writes what is not written so far. Never rejects. */
  flush(): Promise<void>;
}

const PREFIX = 'trouble:';
/** More troubles at the same time than anybody reads. */
const MAX_RECORDS = 100;

/** Opens the records of earlier runs. Where they cannot be read, there are none. */
export async function openTroubleRecords(parts: {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<TroubleRecords> {
  const { store, log } = parts;
  const records = new Map<string, TroubleRecord>();
  /** Ids whose record in the store is older than that in memory. */
  const unwritten = new Set<string>();
  /** Said once, until there is room again. */
  let isFull = false;
  let writing: Promise<void> | undefined;

  for (const value of await readAll(parts)) {
    if (isRecord(value)) records.set(value.id, value);
  }

  async function writeAll(): Promise<void> {
    while (unwritten.size > 0) {
      const ids = [...unwritten];
      unwritten.clear();
      try {
        await store.write(ids.map((id) => ({ key: `${PREFIX}${id}`, value: records.get(id) })));
      } catch (error) {
        // The store has logged why.
        log.debug({ error }, 'alerts: troubles were not stored, retrying');
        for (const id of ids) unwritten.add(id);
        return;
      }
    }
  }

  const flush = (): Promise<void> => {
    writing ??= writeAll().finally(() => {
      writing = undefined;
    });
    return writing;
  };

  return {
    get: (id) => records.get(id),
    list: () => [...records.values()].sort((a, b) => a.since - b.since),

    put(record) {
      const { id } = record;
      if (!records.has(id) && records.size >= MAX_RECORDS) {
        if (!isFull)
          log.warn({ trouble: id }, 'alerts: too many troubles at once, not all are told');
        isFull = true;
        return false;
      }
      records.set(id, record);
      unwritten.add(id);
      void flush();
      return true;
    },

    remove(id) {
      if (!records.delete(id)) return;
      isFull = false;
      unwritten.add(id);
      void flush();
    },

    isStored: () => unwritten.size === 0,
    flush,
  };
}

async function readAll({ store, log }: { readonly store: Store; readonly log: Log }) {
  try {
    const keys = await store.findKeys(PREFIX);
    return await store.getMany(keys.slice(0, MAX_RECORDS));
  } catch (error) {
    log.warn({ error }, 'alerts: the troubles of earlier runs cannot be read');
    return [];
  }
}

/** A later version may have other kinds. A record that cannot be told would be in the way of all others. */
function isRecord(value: unknown): value is TroubleRecord {
  const { format, id, trouble, since, seenAt } = Object(value);
  return (
    format === 1 &&
    typeof id === 'string' &&
    Object.hasOwn(TROUBLE_RULES, Object(trouble).kind) &&
    isWhole(trouble) &&
    Number.isFinite(since) &&
    Number.isFinite(seenAt)
  );
}

function isWhole(trouble: Trouble): boolean {
  try {
    describeTrouble(trouble, { language: 'en', timeZone: 'UTC' });
    return true;
  } catch {
    return false;
  }
}
