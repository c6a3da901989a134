import type { Store } from '../contracts/store.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { openSharedRecords } from '../lib/shared-records.ts';
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
  /** The ids of the processes that have it, where each has it for itself. Absent: one trouble of all. */
  readonly seenBy?: readonly string[];
}

/** The records of all processes, in memory and in the store. */
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
  /** Calls `onChange` when another process has changed some. */
  watch(onChange: () => void): void;
}

/** A change of a record. It may be applied again to what another process has made of it. */
type Edit = (record: TroubleRecord | undefined) => TroubleRecord | undefined;

const PREFIX = 'trouble:';
/** More troubles at the same time than anybody reads. */
const MAX_RECORDS = 100;
/** More of one record wait only while the store fails. */
const MAX_EDITS = 20;

/** Opens the records of earlier runs and of other processes. Where they cannot be read, there are none. */
export async function openTroubleRecords(parts: {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<TroubleRecords> {
  const { log } = parts;
  /** What is not written so far, by the ids of the records. */
  const unwritten = new Map<string, readonly Edit[]>();
  /** Said once, until there is room again. */
  let isFull = false;
  let writing: Promise<void> | undefined;
  let tellChange = () => {};
  const stored = await openSharedRecords<TroubleRecord>({
    ...parts,
    prefix: PREFIX,
    read: (value) => (isRecord(value) ? value : undefined),
    most: MAX_RECORDS,
    onChange: () => tellChange(),
    onUnreadable: (error) =>
      log.warn({ error }, 'alerts: the troubles of earlier runs cannot be read'),
  });

  const get = (id: string) => apply(unwritten.get(id) ?? [], stored.values.get(id));

  function list(): readonly TroubleRecord[] {
    const ids = new Set([...stored.values.keys(), ...unwritten.keys()]);
    return [...ids].flatMap((id) => get(id) ?? []).sort((a, b) => a.since - b.since);
  }

  function edit(id: string, change: Edit): void {
    const edits = [...(unwritten.get(id) ?? []), change];
    const edited = apply(edits, stored.values.get(id));
    unwritten.set(id, edits.length > MAX_EDITS ? [() => edited] : edits);
    void flush();
  }

  async function write(id: string): Promise<void> {
    const edits = unwritten.get(id) ?? [];
    await stored.change(id, (record) => apply(edits, record));
    const left = (unwritten.get(id) ?? []).slice(edits.length);
    if (left.length > 0) unwritten.set(id, left);
    else unwritten.delete(id);
  }

  async function writeAll(): Promise<void> {
    try {
      for (let [id] = unwritten.keys(); id !== undefined; [id] = unwritten.keys()) await write(id);
    } catch (error) {
      // The store has logged why.
      log.debug({ error }, 'alerts: troubles were not stored, retrying');
    }
  }

  function flush(): Promise<void> {
    writing ??= writeAll().finally(() => {
      writing = undefined;
    });
    return writing;
  }

  return {
    get,
    list,

    put(record) {
      const { id } = record;
      const before = get(id);
      if (!before && list().length >= MAX_RECORDS) {
        if (!isFull)
          log.warn({ trouble: id }, 'alerts: too many troubles at once, not all are told');
        isFull = true;
        return false;
      }
      edit(id, editOf(before, record));
      return true;
    },

    remove(id) {
      if (!get(id)) return;
      isFull = false;
      edit(id, () => undefined);
    },

    isStored: () => unwritten.size === 0,
    flush,
    watch(onChange) {
      tellChange = onChange;
    },
  };
}

function apply(edits: readonly Edit[], record: TroubleRecord | undefined) {
  return edits.reduce((edited, change) => change(edited), record);
}

/** Sets the fields that differ only: another process may have set others meanwhile, as that it was told. */
function editOf(before: TroubleRecord | undefined, after: TroubleRecord): Edit {
  if (!before) return (record) => (record ? joinSeenBy(record, after) : after);
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = names.filter((name) => Object(before)[name] !== Object(after)[name]);
  const fields = Object.fromEntries(changed.map((name) => [name, Object(after)[name]]));
  return (record) => (record ? omitUndefined({ ...record, ...fields }) : after);
}

/** Two processes have found the same trouble at the same moment. */
function joinSeenBy(record: TroubleRecord, { seenBy }: TroubleRecord): TroubleRecord {
  if (!seenBy) return record;
  return { ...record, seenBy: [...new Set([...(record.seenBy ?? []), ...seenBy])] };
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
