import { randomUUID } from 'node:crypto';
import { rmSync, unlink, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** SQLite's log needs this much for a few turns. */
const NEEDED_BYTES = 64 * 1024;

/** A full disk, and a user or project that has used up its quota. */
const NO_ROOM = ['ENOSPC', 'EDQUOT'];

/**
 * Tells whether the disk of a folder has no room, by writing a small file. The number of free bytes
 * that a file system reports knows no quota, and counts room that only root may use.
 */
export function isDiskFull(folder: string): boolean {
  const path = join(folder, `.parley-room-${randomUUID()}`);
  try {
    writeFileSync(path, Buffer.alloc(NEEDED_BYTES), { flush: true });
    rmSync(path);
    return false;
  } catch (error) {
    unlink(path, () => {});
    return isOutOfRoom(error);
  }
}

/** Tells whether a call of the file system failed because there is no room. */
export function isOutOfRoom(error: unknown): boolean {
  return error instanceof Error && 'code' in error && NO_ROOM.includes(String(error.code));
}
