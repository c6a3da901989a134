import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BotError, ConfigError } from '../errors.ts';

/** The file to open, and the way to open it. */
export interface DatabaseOptions {
  readonly path: string;
  /** Changes nothing, and does not create the file. */
  readonly readOnly: boolean;
}

/** "Parl" in ASCII: tells our files from those of other programs. */
const APPLICATION_ID = 0x5061726c;
/** The version of the schema. A higher one belongs to a newer Parley. */
const FORMAT = 1;

/**
 * The time that a write waits for the write of another process. Other writes take a millisecond:
 * only the holder of the lease writes often.
 */
const BUSY_TIMEOUT_MS = 5_000;

const SCHEMA = `
  CREATE TABLE entries (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires INTEGER) STRICT;
  CREATE INDEX entries_expires ON entries (expires) WHERE expires IS NOT NULL;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FORMAT};
`;

/**
 * Opens Parley's SQLite file. Creates the file and its folder if they do not exist.
 *
 * `synchronous=NORMAL` with a write-ahead log: a write survives whatever happens to the process. A
 * power cut or a crash of the whole machine leaves the file intact, but may lose the last writes
 * (those since the last checkpoint, mostly a few seconds). Then an accepted message may stay
 * without an answer, or Parley may answer a message again.
 *
 * @throws A `ConfigError` that names the cure, or a `BotError` when `readOnly` is set and the file
 * does not exist.
 */
export function openDatabase({ path, readOnly }: DatabaseOptions): DatabaseSync {
  if (readOnly && !existsSync(path)) {
    throw new BotError(`There is no store at ${path}: no Parley has run with this STORE_URL yet.`);
  }

  let database: DatabaseSync | undefined;
  try {
    // Conversations are private: only the user that runs Parley may enter a folder that it creates.
    if (!readOnly) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    database = new DatabaseSync(path, { readOnly, timeout: BUSY_TIMEOUT_MS });
    checkOwner(database, path);
    if (!readOnly) prepare(database);
    return database;
  } catch (error) {
    if (database?.isOpen) database.close();
    throw error instanceof BotError ? error : toConfigError(error, path);
  }
}

/** Refuses a file of another program or of a newer Parley. Changes nothing. */
function checkOwner(database: DatabaseSync, path: string): void {
  if (isEmpty(database)) return;

  const owner = readNumber(database, 'SELECT application_id AS number FROM pragma_application_id');
  if (owner !== APPLICATION_ID) {
    throw new ConfigError(
      `STORE_URL: ${path} belongs to another program. Choose a path where Parley has its own file.`,
    );
  }
  const format = readNumber(database, 'SELECT user_version AS number FROM pragma_user_version');
  if (format > FORMAT) {
    throw new ConfigError(
      `STORE_URL: ${path} was written by a newer Parley (format ${format}, this one reads ${FORMAT}). Update Parley, or choose another path.`,
    );
  }
}

function prepare(database: DatabaseSync): void {
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE');
  if (isEmpty(database)) database.exec(SCHEMA);
  database.exec('COMMIT');
}

function isEmpty(database: DatabaseSync): boolean {
  return readNumber(database, 'SELECT count(*) AS number FROM sqlite_schema') === 0;
}

function readNumber(database: DatabaseSync, query: string): number {
  return Number(database.prepare(query).get()?.number);
}

/**
 * The cures for SQLite's primary result codes
 * (sqlite.org/rescode.html), where a person can do something.
 */
const CURES: Readonly<Record<number, string>> = {
  5: 'another program has locked it. End that program, or choose another path.',
  8: 'it cannot be written. Give the file and its folder to the user that runs Parley, or choose another path.',
  10: 'the disk failed to read or write it. Check the disk, or choose another path.',
  11: 'it is damaged. Put a backup in its place, or move it away to start with an empty store.',
  13: 'the disk is full. Free some space, or choose another path.',
  14: 'it cannot be opened. It must be a file in a folder that the user who runs Parley may write to.',
  26: 'it is not an SQLite database. Choose another path, or move that file away.',
};

function toConfigError(error: unknown, path: string): ConfigError {
  // `errcode` is SQLite's extended result code; its low byte is the primary code.
  const code =
    error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
  const reason = error instanceof Error ? error.message : String(error);
  const generalCure = `${reason}. Choose a path that the user who runs Parley may write to.`;
  const cure = CURES[code ?? 0] ?? generalCure;
  return new ConfigError(`STORE_URL: cannot use ${path}: ${cure}`, { cause: error });
}
