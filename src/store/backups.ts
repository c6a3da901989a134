import { closeSync, fsyncSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { ConfigError } from '../errors.ts';
import { openDatabase } from './open-database.ts';

/** A copy of the store, and of the file that belongs to it, in one file. */
export interface BackupParts {
  /** The database to copy. */
  readonly from: string;
  /** The file to write: nothing may stand there. */
  readonly to: string;
}

/** The text of `parley.yaml` is kept beside the entries. A store has no such table. */
const SETTINGS_TABLE = 'backup_settings';
/** The keys of a running process: its lease, and the sessions of the console. */
const OF_THE_PROCESS = "key = 'lease' OR key LIKE 'console-session:%'";
/** The first problems say enough. */
const MAX_PROBLEMS = 3;
/** Only the user who runs Parley may read it: it holds conversations. */
const FILE_MODE = 0o600;

/**
 * Writes a backup of the store while another process works on it, as of one moment. What the store has removed
 * is not in it.
 *
 * @throws A `BotError` when there is no store, an error of SQLite when it cannot be read or written.
 */
export function writeBackup({ from, to }: BackupParts, settings: string | undefined): void {
  copyDatabase({ from, to });
  completeBackup(to, settings);
}

/** Makes a backup of a copy that nobody else knows, and checks it. */
export function completeBackup(to: string, settings: string | undefined): void {
  changeCopy(to, (database) => {
    database.exec(`DELETE FROM entries WHERE ${OF_THE_PROCESS}`);
    database.exec(`DROP TABLE IF EXISTS ${SETTINGS_TABLE}`);
    database.exec(`CREATE TABLE ${SETTINGS_TABLE} (text TEXT) STRICT`);
    database.prepare(`INSERT INTO ${SETTINGS_TABLE} VALUES (?)`).run(settings ?? null);
  });
  checkCopy(to);
}

/**
 * Writes the store that is in a backup. Also takes a file that was a store.
 *
 * @returns The text of `parley.yaml`. `undefined`: it is not in the backup.
 * @throws As `writeBackup`.
 */
export function restoreBackup({ from, to }: BackupParts): string | undefined {
  const settings = readBackupSettings(from);
  copyDatabase({ from, to });
  changeCopy(to, (database) => {
    database.exec(`DELETE FROM entries WHERE ${OF_THE_PROCESS}`);
    database.exec(`DROP TABLE IF EXISTS ${SETTINGS_TABLE}`);
  });
  checkCopy(to);
  return settings;
}

/** Tells whether a file was written by `writeBackup`. */
export function isBackup(path: string): boolean {
  try {
    return withDatabase(path, hasSettings);
  } catch {
    return false;
  }
}

/** `VACUUM INTO` reads one moment of a database that others write to, and leaves out its free pages. */
function copyDatabase({ from, to }: BackupParts): void {
  closeSync(openSync(to, 'wx', FILE_MODE));
  withDatabase(from, (database) => database.prepare('VACUUM INTO ?').run(to));
}

function changeCopy(path: string, change: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(path);
  try {
    // Nobody else knows the file: it needs no log, and leaves none behind. What is removed is overwritten.
    database.exec('PRAGMA journal_mode = MEMORY; PRAGMA secure_delete = ON; BEGIN');
    change(database);
    database.exec('COMMIT');
  } finally {
    database.close();
  }
}

/** The copy is complete, and on the disk. */
function checkCopy(path: string): void {
  const problems = withDatabase(path, (database) =>
    database.prepare(`PRAGMA quick_check(${MAX_PROBLEMS})`).all(),
  ).map((row) => String(Object.values(row)[0]));
  if (problems.some((problem) => problem !== 'ok')) {
    throw new ConfigError(`The copy is damaged, so it was not kept: ${problems.join('; ')}`);
  }
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}

/** Reads the text of `parley.yaml` in a backup. `undefined`: it is not in it. */
export function readBackupSettings(path: string): string | undefined {
  return withDatabase(path, (database) => {
    if (!hasSettings(database)) return undefined;
    const text = database.prepare(`SELECT text FROM ${SETTINGS_TABLE}`).get()?.text;
    return typeof text === 'string' ? text : undefined;
  });
}

function hasSettings(database: DatabaseSync): boolean {
  const tables = database.prepare('SELECT name FROM sqlite_schema WHERE name = ?');
  return tables.get(SETTINGS_TABLE) !== undefined;
}

/** Opens a file of Parley to read it. */
function withDatabase<Result>(path: string, use: (database: DatabaseSync) => Result): Result {
  const database = openDatabase({ path, readOnly: true });
  try {
    return use(database);
  } finally {
    database.close();
  }
}
