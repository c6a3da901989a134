import { DatabaseSync } from 'node:sqlite';

const BUSY_TIMEOUT_MS = 5_000;
/** As much as a few turns. */
const PROBE_BYTES = 64 * 1024;

/**
 * Writes a row of its own into the store, and removes it. The row has expired from the beginning, so
 * nothing reads it, and the running Parley would remove it as well.
 *
 * @throws An error of SQLite when nothing can be written.
 */
export function tryWrite(path: string): void {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    const text = ' '.repeat(PROBE_BYTES);
    database
      .prepare("INSERT OR REPLACE INTO entries (key, value, expires) VALUES ('doctor', ?, 1)")
      .run(text);
    database.exec("DELETE FROM entries WHERE key = 'doctor'");
  } finally {
    database.close();
  }
}
