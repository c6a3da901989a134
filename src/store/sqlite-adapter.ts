import type { Clock } from '../lib/clock.ts';
import { createLocalAdapter, type StorageAdapter } from './local-adapter.ts';
import { type DatabaseOptions, openDatabase } from './open-database.ts';

/** The file of the adapter, and the clock for expiry. */
interface SqliteAdapterOptions extends DatabaseOptions {
  readonly clock: Clock;
}

/**
 * Keeps everything in one SQLite file, with Node's own
 * SQLite. `openDatabase` says what survives a crash.
 */
export function createSqliteAdapter({ clock, ...options }: SqliteAdapterOptions): StorageAdapter {
  const database = openDatabase(options);
  const select = database.prepare(
    'SELECT value FROM entries WHERE key = ? AND (expires IS NULL OR expires > ?)',
  );
  const upsert = database.prepare(
    'INSERT OR REPLACE INTO entries (key, value, expires) VALUES (?, ?, ?)',
  );
  const remove = database.prepare('DELETE FROM entries WHERE key = ?');
  const removeExpired = database.prepare(
    'DELETE FROM entries WHERE key IN (SELECT key FROM entries WHERE expires <= ? LIMIT ?)',
  );

  return createLocalAdapter({
    read(key) {
      const value = select.get(key, clock.now())?.value;
      return typeof value === 'string' ? value : undefined;
    },

    put: (key, value, expires) => void upsert.run(key, value, expires ?? null),
    remove: (key) => remove.run(key).changes > 0,
    removeAll: () => database.exec('DELETE FROM entries'),
    removeExpired: (limit) => Number(removeExpired.run(clock.now(), limit).changes),

    transaction(work) {
      // IMMEDIATE takes the write lock now, so no other
      // process changes what `work` reads before it writes.
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        // SQLite has already rolled back after some failures, such as a full disk.
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },

    isExpired: (expires) => expires !== undefined && expires <= clock.now(),
    close: () => database.close(),
  });
}
