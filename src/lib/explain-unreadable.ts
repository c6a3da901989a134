import { statSync } from 'node:fs';

/** Says why an environment file cannot be read, and what helps. */
export function explainUnreadable(path: string): string {
  // Docker makes a folder of a missing file that it is to mount.
  return statSync(path, { throwIfNoEntry: false })?.isDirectory()
    ? `${path} cannot be read: it is a folder. Remove it, and copy .env.example to ${path}.`
    : `${path} cannot be read. Give it to the user who runs Parley.`;
}
