import type { Clock } from '../lib/clock.ts';
import { createLocalAdapter, type StorageAdapter } from './local-adapter.ts';
import { type DatabaseOptions, openDatabase } from './open-database.ts';

/**
 * Keeps everything in one SQLite file, by the SQLite that is built into Node. See `openDatabase` for what is safe when.
 */
export function createSqliteAdapter({
  clock,
  ...options
}: DatabaseOptions & { clock: Clock }): StorageAdapter {
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
      // IMMEDIATE takes the write lock now: what `work` reads cannot be changed by another process before it writes.
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        // Some failures, a full disk among them, have rolled back already.
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    isExpired: (expires) => expires !== undefined && expires <= clock.now(),
    close: () => database.close(),
  });
}
