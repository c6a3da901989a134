import { statSync } from 'node:fs';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';

/** The file to watch, a clock for the looks, and the log. */
interface WatchParts {
  readonly file: string;
  readonly clock: Clock;
  readonly log: Log;
}

const LOOK_EVERY_MS = 30_000;

/**
 * Logs once when an open file is no longer the one at its path, because somebody removed it, or put a
 * backup in its place. Nothing fails then: what the process writes is gone when it ends. Gives a
 * function that ends the watch.
 */
export function watchFile({ file, clock, log }: WatchParts): () => void {
  const opened = identify(file);
  let cancel = clock.after(LOOK_EVERY_MS, look);

  function look(): void {
    const found = identify(file);
    if (found === opened) {
      cancel = clock.after(LOOK_EVERY_MS, look);
      return;
    }
    const change = found === undefined ? 'removed' : 'replaced by another one';
    log.error(
      { file },
      `store: the file was ${change} while Parley works on it, so new messages are stored in a file that is lost at the end. Restart Parley: it then works on the file at this path, or on a new one. Stop it before the next change of the file.`,
    );
  }

  return () => cancel();
}

/** `undefined`: there is no file. */
function identify(file: string): string | undefined {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats && `${stats.dev}:${stats.ino}`;
}
