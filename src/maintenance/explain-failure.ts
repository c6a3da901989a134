import { BotError } from '../errors.ts';
import { explainSqlite } from '../store/explain-sqlite.ts';
import { isOutOfRoom } from '../store/is-disk-full.ts';

const DISK_FULL = 13;

/** Explains why a copy of a store failed. Errors of Parley already say it. */
export function explainFailure(
  error: unknown,
  { from, to }: { readonly from: string; readonly to: string },
): BotError {
  if (error instanceof BotError) return error;
  const { code, errcode, syscall, message } = Object(error);
  if (isOutOfRoom(error) || errcode === DISK_FULL) {
    return new BotError(`${to} cannot be written: its disk is full. Free some space on it.`, {
      cause: error,
    });
  }
  if (syscall !== undefined) {
    return new BotError(
      `${to} cannot be written (${code}). Name a folder that this user may write to.`,
      { cause: error },
    );
  }
  const { problem, cure } = explainSqlite(error, from) ?? { problem: String(message), cure: '' };
  return new BotError(`${from} cannot be copied: ${problem}. ${cure}`.trim(), { cause: error });
}
