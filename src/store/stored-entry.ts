import type { Database } from '../contracts/database.ts';
import type { Store } from '../contracts/store.ts';

/** An entry as it is stored, with its text. */
export interface StoredEntry {
  readonly key: string;
  readonly value: string;
  /** Unix milliseconds. */
  readonly expires: number | undefined;
}

/** The entries of a store, for a copy of all of them. */
export interface EntrySource {
  /** The file, or the host and the database. */
  readonly place: string;
  /** Several processes may work on the store. */
  readonly isShared: boolean;
  /** The next entries behind a key, in the order of the bytes of their keys: a few MB. None: there are no more. */
  readAfter(key: string): Promise<readonly StoredEntry[]>;
  /** Absent: the store is no server. */
  readonly query?: Database['query'];
  close(): Promise<void>;
}

/** A store that is being filled. Nothing stays before `keep`, also after a kill. */
export interface EntryTarget extends EntrySource {
  write(entries: readonly StoredEntry[]): Promise<void>;
  /** What was written so far, as a store. */
  readonly store: Store;
  /** Keeps everything that was written, in one step. */
  keep(): Promise<void>;
}

/** The place of a store, and the time from which on an entry has expired. */
export interface EntriesOptions {
  /** Names the address in errors: `STORE_URL`, or the word of a command. */
  readonly name: string;
  readonly url: string;
  readonly now: number;
}

/** More rows, or more characters, are not read at once. */
const MOST_ROWS = 500;
const MOST_CHARACTERS = 4_000_000;

/** The statement of `readAfter`. Both engines understand it; `after` and `now` are its parameters. */
export const entriesQuery = (table: string, after: string, now: string) => `
SELECT key, value, expires FROM (
  SELECT key, value, expires,
    sum(length(value)) OVER (ORDER BY key ROWS UNBOUNDED PRECEDING) - length(value) AS characters_before
  FROM (
    SELECT key, value, expires FROM ${table}
    WHERE key > ${after} AND (expires IS NULL OR expires > ${now}) ORDER BY key LIMIT ${MOST_ROWS}
  ) AS next_ones
) AS measured WHERE characters_before < ${MOST_CHARACTERS} ORDER BY key`;

/** Makes an entry of a row. */
export function toStoredEntry(row: Readonly<Record<string, unknown>>): StoredEntry {
  const { key, value, expires } = row;
  const isForEver = expires === null || expires === undefined;
  return {
    key: String(key),
    value: String(value),
    expires: isForEver ? undefined : Number(expires),
  };
}
