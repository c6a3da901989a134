import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BotError, ConfigError } from '../errors.ts';
import { INCREMENTAL_MODE } from './compact-database.ts';
import { explainSqlite } from './explain-sqlite.ts';
import { makeFolder } from './make-folder.ts';
import { readNumber } from './read-number.ts';

/** The file to open, and the way to open it. */
export interface DatabaseOptions {
  readonly path: string;
  /** Changes nothing, and does not create the file. */
  readonly readOnly: boolean;
  /** For tests: gets the opened database, for instance to limit its size. */
  onOpened?(database: DatabaseSync): void;
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

/**
 * The pages in the write-ahead log after which SQLite moves them into the file. With its default of
 * 1,000, the log of a few turns fills a volume of a few MB. The price is about a quarter of the
 * writes per second, of which there are thousands.
 */
const LOG_PAGES = 128;
const PAGE_BYTES = 4096;

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
 * `secure_delete`: what is removed or replaced is overwritten, so that nothing of it stays in the file.
 *
 * @throws A `ConfigError` that names the cure, or a `BotError` when `readOnly` is set and the file
 * does not exist or is empty.
 */
export function openDatabase({ path, readOnly, onOpened }: DatabaseOptions): DatabaseSync {
  if (readOnly && !existsSync(path)) {
    throw new BotError(`There is no store at ${path}: no Parley has run with this STORE_URL yet.`);
  }

  let database: DatabaseSync | undefined;
  try {
    if (!readOnly) makeFolder(dirname(path));
    database = new DatabaseSync(path, { readOnly, timeout: BUSY_TIMEOUT_MS });
    checkOwner(database, path);
    if (!readOnly) prepare(database);
    else if (isEmpty(database)) throw new BotError(`${path} is empty: no Parley has used it yet.`);
    onOpened?.(database);
    return database;
  } catch (error) {
    if (database?.isOpen) database.close();
    throw error instanceof BotError ? error : toConfigError(error, path);
  }
}

/** Refuses a file of another program or of a newer Parley. Changes nothing. */
function checkOwner(database: DatabaseSync, path: string): void {
  if (isEmpty(database)) return;

  const owner = readNumber(database, 'PRAGMA application_id');
  if (owner !== APPLICATION_ID) {
    throw new ConfigError(
      `STORE_URL: ${path} belongs to another program. Choose a path where Parley has its own file.`,
    );
  }
  const format = readNumber(database, 'PRAGMA user_version');
  if (format > FORMAT) {
    throw new ConfigError(
      `STORE_URL: ${path} was written by a newer Parley (format ${format}, this one reads ${FORMAT}). Update Parley, or choose another path.`,
    );
  }
}

function prepare(database: DatabaseSync): void {
  // Only an empty file takes the mode, and only before anything else is written.
  if (isEmpty(database)) database.exec(`PRAGMA auto_vacuum = ${INCREMENTAL_MODE}`);
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA wal_autocheckpoint = ${LOG_PAGES};
    PRAGMA journal_size_limit = ${LOG_PAGES * PAGE_BYTES};
    PRAGMA secure_delete = ON;
    BEGIN IMMEDIATE;
  `);
  if (isEmpty(database)) database.exec(SCHEMA);
  database.exec('COMMIT');
}

function isEmpty(database: DatabaseSync): boolean {
  return readNumber(database, 'SELECT count(*) FROM sqlite_schema') === 0;
}

function toConfigError(error: unknown, path: string): ConfigError {
  const { problem, cure } = explainSqlite(error, path) ?? {
    problem: error instanceof Error ? error.message : String(error),
    cure: 'Choose a path that the user who runs Parley may write to.',
  };
  return new ConfigError(`STORE_URL: cannot use ${path}: ${problem}. ${cure}`, { cause: error });
}
