import { accessSync, constants } from 'node:fs';

/** Tells whether the disk of a folder takes no writes, whoever asks. */
export function isDiskReadOnly(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return false;
  } catch (error) {
    return isReadOnlyFailure(error);
  }
}

/** Tells whether a call of the file system failed because its disk is read-only. */
export function isReadOnlyFailure(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EROFS';
}
