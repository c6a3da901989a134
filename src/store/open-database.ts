import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BotError, ConfigError } from '../errors.ts';

export interface DatabaseOptions {
  readonly path: string;
  /** Changes nothing, not even to create the file. */
  readonly readOnly: boolean;
}

/** "Parl", so that a file of another program is recognised. */
const APPLICATION_ID = 0x5061726c;
const FORMAT = 1;

/**
 * How long a write waits for another process's. Theirs take a millisecond: there is one lease, and who waits for it
 * hardly writes.
 */
const BUSY_TIMEOUT_MS = 5_000;

const SCHEMA = `
  CREATE TABLE entries (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires INTEGER) STRICT;
  CREATE INDEX entries_expires ON entries (expires) WHERE expires IS NOT NULL;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FORMAT};
`;

/**
 * Opens Parley's SQLite file and creates it, with its folder, where it is missing. Throws a `ConfigError` that names
 * the cure.
 *
 * `synchronous=NORMAL` with a write-ahead log: whatever happens to the process, what was written is there. A power cut
 * or a crash of the whole machine leaves the file intact, but may lose the last writes (those since the last
 * checkpoint, mostly a few seconds): a message that was just accepted may then stay without an answer, or one just
 * answered be answered again.
 */
export function openDatabase({ path, readOnly }: DatabaseOptions): DatabaseSync {
  if (readOnly && !existsSync(path)) {
    throw new BotError(`There is no store at ${path}: no Parley has run with this STORE_URL yet.`);
  }
  let database: DatabaseSync | undefined;
  try {
    // Conversations are nobody else's business: a folder that we create is for us alone.
    if (!readOnly) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    database = new DatabaseSync(path, { readOnly, timeout: BUSY_TIMEOUT_MS });
    checkOwner(database, path);
    if (!readOnly) prepare(database);
    return database;
  } catch (error) {
    if (database?.isOpen) database.close();
    throw error instanceof BotError ? error : explain(error, path);
  }
}

/** Before anything is changed: the file may be somebody else's. */
function checkOwner(database: DatabaseSync, path: string): void {
  if (isEmpty(database)) return;
  if (
    readNumber(database, 'SELECT application_id AS number FROM pragma_application_id') !==
    APPLICATION_ID
  ) {
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

/** SQLite's primary result codes (sqlite.org/rescode.html) that a person can do something about. */
const CURES: Readonly<Record<number, string>> = {
  5: 'another program holds it locked. End that one, or choose another path.',
  8: 'it cannot be written. Give the file and its folder to the user that runs Parley, or choose another path.',
  10: 'the disk failed to read or write it. Look at the disk, or choose another path.',
  11: 'it is damaged. Put a backup in its place, or move it away to begin anew.',
  13: 'the disk is full. Make room, or choose another path.',
  14: 'it cannot be opened. It must be a file in a folder that the user who runs Parley may write to.',
  26: 'it is not an SQLite database. Choose another path, or move that file away.',
};

function explain(error: unknown, path: string): ConfigError {
  // node:sqlite puts SQLite's extended code there; its low byte is the primary one.
  const code =
    error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
  const cure = code === undefined ? undefined : CURES[code];
  const reason = error instanceof Error ? error.message : String(error);
  return new ConfigError(
    `STORE_URL: cannot use ${path}: ${cure ?? `${reason}. Choose a path that the user who runs Parley may write to.`}`,
    { cause: error },
  );
}
