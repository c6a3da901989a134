import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../lib/clock.ts';
import { openDatabase } from './open-database.ts';
import { createSqliteAdapter } from './sqlite-adapter.ts';
import { createStore } from './store.ts';
import {
  type EntriesOptions,
  type EntrySource,
  type EntryTarget,
  entriesQuery,
  toStoredEntry,
} from './stored-entry.ts';

/** SQLite's own files beside a store. They belong to that store only. */
const BESIDE_STORE = ['-wal', '-shm'];
/** A file under this name is not complete. */
const PARTIAL = '.partial';

/** The entries of a file, as of the first read. */
export function openSqliteSource(file: string, { now }: Pick<EntriesOptions, 'now'>): EntrySource {
  const database = openDatabase({ path: file, readOnly: true });
  database.exec('BEGIN');
  return {
    place: file,
    isShared: false,
    readAfter: createReadAfter(database, now),
    close: async () => database.close(),
  };
}

/**
 * A new file, which takes its name when it is complete. What an earlier attempt has left behind is removed. Replaces
 * the file of that name: it must hold nothing.
 */
export function openSqliteTarget(
  file: string,
  { now, clock }: Pick<EntriesOptions, 'now'> & { readonly clock: Clock },
): EntryTarget {
  const partial = file + PARTIAL;
  removeFiles(partial);
  const database = openDatabase({ path: partial, readOnly: false });
  // The file is nothing yet, and is on the disk before it takes its name.
  database.exec('PRAGMA synchronous = OFF');
  const insert = database.prepare('INSERT INTO entries (key, value, expires) VALUES (?, ?, ?)');
  const adapter = createSqliteAdapter({ path: partial, clock, readOnly: false });
  const store = createStore({ adapter, clock });
  let isClosed = false;

  async function closeAll(): Promise<void> {
    if (isClosed) return;
    isClosed = true;
    await store.close();
    // The last connection moves everything into the one file.
    database.close();
  }

  return {
    place: file,
    isShared: false,
    readAfter: createReadAfter(database, now),
    store,

    async write(entries) {
      database.exec('BEGIN');
      for (const { key, value, expires } of entries) insert.run(key, value, expires ?? null);
      database.exec('COMMIT');
    },

    async keep() {
      await closeAll();
      const handle = openSync(partial, 'r+');
      fsyncSync(handle);
      closeSync(handle);
      removeFiles(file);
      renameSync(partial, file);
    },

    async close() {
      await closeAll();
      removeFiles(partial);
    },
  };
}

function createReadAfter(database: DatabaseSync, now: number): EntrySource['readAfter'] {
  const select = database.prepare(entriesQuery('entries', '?', '?'));
  return async (key) => select.all(key, now).map(toStoredEntry);
}

function removeFiles(file: string): void {
  for (const path of [file, ...BESIDE_STORE.map((ending) => file + ending)])
    if (existsSync(path)) rmSync(path);
}
