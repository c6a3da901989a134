import type { DatabaseSync } from 'node:sqlite';
import { readNumber } from './read-number.ts';

/** SQLite's `auto_vacuum` mode in which a call gives free pages back. */
export const INCREMENTAL_MODE = 2;

/** Free pages that stay for the next turns (1 MB): a file that shrinks and grows each hour gains nothing. */
const KEPT_PAGES = 256;
/** The pages that one call gives back (0.5 MB). The whole program waits for it, about 5 ms. */
const STEP_PAGES = 128;
/** Larger files are not rewritten: the whole program waits for it, here at most about 0.3 s. */
const MAX_REWRITTEN_BYTES = 64 * 1024 * 1024;

/**
 * Makes the file smaller by a step when much of it is free, as after the removal of old turns. After the
 * last step, nothing of removed values stays in the write-ahead log.
 *
 * @returns `true` if another step may follow.
 */
export function compactDatabase(database: DatabaseSync): boolean {
  const mayFollow = shrinkByStep(database);
  if (!mayFollow) emptyLog(database);
  return mayFollow;
}

function shrinkByStep(database: DatabaseSync): boolean {
  const freePages = readNumber(database, 'PRAGMA freelist_count');
  if (freePages <= KEPT_PAGES) return false;

  if (readNumber(database, 'PRAGMA auto_vacuum') === INCREMENTAL_MODE) {
    const pages = Math.min(STEP_PAGES, freePages - KEPT_PAGES);
    database.exec(`PRAGMA incremental_vacuum(${pages})`);
    return readNumber(database, 'PRAGMA freelist_count') < freePages;
  }
  rewriteOldFile(database, freePages);
  return false;
}

/**
 * Leaves nothing of removed values in the write-ahead log, nor in the pages that an earlier version, which
 * overwrote nothing, has freed.
 */
export function purgeDatabase(database: DatabaseSync): void {
  if (isSmall(database)) database.exec('VACUUM');
  emptyLog(database);
}

/** Leaves the log as it is while another process reads, as the doctor does: the whole program would wait. */
function emptyLog(database: DatabaseSync): void {
  const timeoutMs = readNumber(database, 'PRAGMA busy_timeout');
  database.exec(
    `PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout = ${timeoutMs}`,
  );
}

/** Files that an earlier version created cannot give pages back until they are rewritten once. */
function rewriteOldFile(database: DatabaseSync, freePages: number): void {
  const isWorthwhile = freePages > readNumber(database, 'PRAGMA page_count') / 2;
  if (isWorthwhile && isSmall(database)) {
    database.exec(`PRAGMA auto_vacuum = ${INCREMENTAL_MODE}; VACUUM`);
  }
}

function isSmall(database: DatabaseSync): boolean {
  const pages = readNumber(database, 'PRAGMA page_count');
  return pages * readNumber(database, 'PRAGMA page_size') <= MAX_REWRITTEN_BYTES;
}
