import { dirname } from 'node:path';
import { StoreError, type StoreErrorKind } from '../errors.ts';
import { isDiskFull, isOutOfRoom } from './is-disk-full.ts';

/** A failure of SQLite for people. */
interface Explanation {
  readonly kind: StoreErrorKind;
  /** Completes the sentence "… cannot be used: …", and names the cure. */
  readonly reason: string;
}

const FULL: Explanation = {
  kind: 'full',
  reason: 'its disk is full. Free some space on it.',
};

const DAMAGED: Explanation = {
  kind: 'damaged',
  reason:
    'it is damaged. Stop Parley, keep a copy of the file, and put a backup in its place or recover what is left (docs/failures.md shows how).',
};

/** The primary result codes of SQLite (sqlite.org/rescode.html) for which a person can do something. */
const EXPLANATIONS: Readonly<Record<number, Explanation>> = {
  5: {
    kind: 'unavailable',
    reason: 'another program has locked it. End that program, or choose another path.',
  },
  8: {
    kind: 'unavailable',
    reason:
      'it cannot be written. Give the file and its folder to the user that runs Parley, or choose another path.',
  },
  10: {
    kind: 'unavailable',
    reason: 'the disk failed to read or write it. Check the disk, or choose another path.',
  },
  11: DAMAGED,
  13: FULL,
  14: {
    kind: 'unavailable',
    reason:
      'it cannot be opened. It must be a file in a folder that the user who runs Parley may write to.',
  },
  26: {
    kind: 'damaged',
    reason: 'it is not an SQLite database. Choose another path, or move that file away.',
  },
};

/**
 * Codes behind which a full disk may be. SQLite reports only ENOSPC as a full disk: a quota, a shared
 * memory file that cannot grow, and a log that cannot be created are I/O errors or cannot be opened.
 */
const PERHAPS_FULL = new Set([10, 14]);

/** Explains a failure of the SQLite file at `path`. `undefined`: the failure has another cause. */
export function explainSqlite(error: unknown, path: string): Explanation | undefined {
  if (isOutOfRoom(error)) return FULL;
  if (!(error instanceof Error && 'errcode' in error)) return undefined;

  // `errcode` is SQLite's extended result code; its low byte is the primary code.
  const code = Number(error.errcode) & 0xff;
  if (PERHAPS_FULL.has(code) && isDiskFull(dirname(path))) return FULL;
  return EXPLANATIONS[code] ?? { kind: 'unavailable', reason: `${error.message}.` };
}

/** Converts an error of SQLite to a `StoreError`. Gives other errors as they are. */
export function toStoreError(error: unknown, path: string): unknown {
  const explanation = explainSqlite(error, path);
  if (!explanation) return error;
  const { kind, reason } = explanation;
  return new StoreError(`The store ${path} cannot be used: ${reason}`, { kind, cause: error });
}
