import { dirname } from 'node:path';
import { StoreError, type StoreErrorKind } from '../errors.ts';
import { isDiskFull, isOutOfRoom } from './is-disk-full.ts';
import { isDiskReadOnly, isReadOnlyFailure } from './is-disk-read-only.ts';

/** A failure of SQLite for people. */
interface Explanation {
  readonly kind: StoreErrorKind;
  /** Completes the sentence "The file cannot be used: …". */
  readonly problem: string;
  readonly cure: string;
}

/** The cure for a damaged file. */
export const DAMAGE_CURE =
  'Stop Parley, keep a copy of the file and of those beside it, and put a backup in its place or recover what is left, as docs/failures.md shows.';

const FULL: Explanation = {
  kind: 'full',
  problem: 'its disk is full',
  cure: 'Free some space on it.',
};

const READ_ONLY: Explanation = {
  kind: 'unavailable',
  problem: 'its disk is read-only',
  cure: 'Mount it so that Parley can write: in Docker, without “:ro”. A disk that became read-only by itself may be broken.',
};

/** The primary result codes of SQLite (sqlite.org/rescode.html) for which a person can do something. */
const EXPLANATIONS: Readonly<Record<number, Explanation>> = {
  5: {
    kind: 'unavailable',
    problem: 'another program has locked it',
    cure: 'End that program, or choose another path.',
  },
  8: {
    kind: 'unavailable',
    problem: 'it cannot be written',
    cure: 'Give the file and its folder to the user that runs Parley, or choose another path.',
  },
  10: {
    kind: 'unavailable',
    problem: 'the disk failed to read or write it',
    cure: 'Check the disk, or choose another path.',
  },
  11: { kind: 'damaged', problem: 'it is damaged', cure: DAMAGE_CURE },
  13: FULL,
  14: {
    kind: 'unavailable',
    problem: 'it cannot be opened',
    cure: 'It must be a file in a folder that the user who runs Parley may write to.',
  },
  26: {
    kind: 'damaged',
    problem: 'it is not an SQLite database',
    cure: 'If it was the store of Parley, it is damaged: put a backup in its place, as docs/failures.md shows. Otherwise choose another path.',
  },
};

/**
 * Codes behind which a full disk may be. SQLite reports only ENOSPC as a full disk: a quota, a shared
 * memory file that cannot grow, and a log that cannot be created are I/O errors or cannot be opened.
 */
const PERHAPS_FULL = new Set([10, 14]);
/** Codes of a disk that takes no writes from anybody. Without the files beside it, the store cannot even be read. */
const PERHAPS_READ_ONLY = new Set([8, 10, 14]);

/**
 * Extended codes of a part of the file that cannot be read: IOERR_READ (a bad block), IOERR_SHORT_READ (the
 * file was cut off), IOERR_DATA and IOERR_CORRUPTFS (the disk found a wrong checksum). Other parts may be good.
 */
const UNREADABLE_PART = new Set([266, 522, 8202, 8458]);
const DAMAGED_CODE = 11;

/** The primary code, which is the low byte of SQLite's extended one, or that of damage where a part of the file cannot be read. */
function codeOf(errcode: number): number {
  return UNREADABLE_PART.has(errcode) ? DAMAGED_CODE : errcode & 0xff;
}

/** Explains a failure of the SQLite file at `path`. `undefined`: the failure has another cause. */
export function explainSqlite(error: unknown, path: string): Explanation | undefined {
  if (isOutOfRoom(error)) return FULL;
  if (isReadOnlyFailure(error)) return READ_ONLY;
  if (!(error instanceof Error && 'errcode' in error)) return undefined;

  const code = codeOf(Number(error.errcode));
  if (PERHAPS_READ_ONLY.has(code) && isDiskReadOnly(dirname(path))) return READ_ONLY;
  if (PERHAPS_FULL.has(code) && isDiskFull(dirname(path))) return FULL;
  return (
    EXPLANATIONS[code] ?? {
      kind: 'unavailable',
      problem: error.message,
      cure: 'Check the file and its disk, or choose another path.',
    }
  );
}

/** Converts an error of SQLite to a `StoreError`. Gives other errors as they are. */
export function toStoreError(error: unknown, path: string): unknown {
  const explanation = explainSqlite(error, path);
  if (!explanation) return error;
  const { kind, problem, cure } = explanation;
  const message = `The store ${path} cannot be used: ${problem}. ${cure}`;
  return new StoreError(message, { kind, cause: error });
}
