import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Creates a folder and its missing parents. Conversations are private: only the user that runs Parley
 * may enter a folder that it creates.
 *
 * Node's own `recursive` never returns where a parent exists and takes no folders, as /proc does.
 *
 * @throws When a folder cannot be created.
 */
export function makeFolder(path: string): void {
  const parent = dirname(path);
  if (isThere(path) || parent === path) return;
  makeFolder(parent);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another Parley that starts at the same time may have been faster.
    if (!isThere(path)) throw error;
  }
}

/** A file counts as well: opening the store in it then says what is wrong. */
function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
