import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../lib/clock.ts';
import { compactDatabase, purgeDatabase } from './compact-database.ts';
import { toStoreError } from './explain-sqlite.ts';
import { createLocalAdapter, type StorageAdapter } from './local-adapter.ts';
import { type DatabaseOptions, openDatabase } from './open-database.ts';

/** The file of the adapter, and the clock for expiry. */
interface SqliteAdapterOptions extends DatabaseOptions {
  readonly clock: Clock;
}

/** Sorts behind every other character. */
const LAST_CHARACTER = '\u{10FFFF}';

/**
 * Keeps everything in one SQLite file, with Node's own
 * SQLite. `openDatabase` says what survives a crash.
 */
export function createSqliteAdapter({ clock, ...options }: SqliteAdapterOptions): StorageAdapter {
  const database = openDatabase(options);
  /** Runs a call of SQLite, and says of a failure what it means for the store. */
  function run<Result>(call: () => Result): Result {
    try {
      return call();
    } catch (error) {
      throw toStoreError(error, options.path);
    }
  }

  const { select, selectKeys, upsert, remove, removeExpired } = run(() =>
    prepareStatements(database),
  );

  return createLocalAdapter({
    read(key) {
      const value = run(() => select.get(key, clock.now()))?.value;
      return typeof value === 'string' ? value : undefined;
    },

    findKeys: (prefix) =>
      run(() => selectKeys.all(prefix, prefix + LAST_CHARACTER)).map(({ key }) => String(key)),

    put: (key, value, expires) => void run(() => upsert.run(key, value, expires ?? null)),
    remove: (key) => run(() => remove.run(key)).changes > 0,
    removeAll: () => run(() => database.exec('DELETE FROM entries')),
    removeExpired: (limit) => Number(run(() => removeExpired.run(clock.now(), limit)).changes),

    compact: () => run(() => compactDatabase(database)),
    purge: () => run(() => purgeDatabase(database)),

    transaction(work) {
      // IMMEDIATE takes the write lock now, so no other
      // process changes what `work` reads before it writes.
      run(() => database.exec('BEGIN IMMEDIATE'));
      try {
        const result = work();
        run(() => database.exec('COMMIT'));
        return result;
      } catch (error) {
        // SQLite has already rolled back after some failures, such as a full disk.
        if (database.isTransaction) run(() => database.exec('ROLLBACK'));
        throw error;
      }
    },

    isExpired: (expires) => expires !== undefined && expires <= clock.now(),
    close: () => run(() => database.close()),
  });
}

function prepareStatements(database: DatabaseSync) {
  return {
    select: database.prepare(
      'SELECT value FROM entries WHERE key = ? AND (expires IS NULL OR expires > ?)',
    ),
    selectKeys: database.prepare('SELECT key FROM entries WHERE key >= ? AND key < ?'),
    upsert: database.prepare(
      'INSERT OR REPLACE INTO entries (key, value, expires) VALUES (?, ?, ?)',
    ),
    remove: database.prepare('DELETE FROM entries WHERE key = ?'),
    removeExpired: database.prepare(
      'DELETE FROM entries WHERE key IN (SELECT key FROM entries WHERE expires <= ? LIMIT ?)',
    ),
  };
}
