import { rmSync } from 'node:fs';

/** Removes a copy that is not complete. Where its folder cannot be used, there is none. */
export function removePartial(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The failure that led here says more.
  }
}
