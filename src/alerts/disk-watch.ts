import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Signs } from './read-observation.ts';
import { repeat } from './repeat.ts';
import { idOf } from './trouble.ts';

interface DiskWatchParts {
  /** The file of the store. */
  readonly file: string;
  readonly clock: Clock;
  readonly log: Log;
  onSigns(signs: Signs): void;
  /** Absent: the file system is asked. For tests. */
  readonly readSpace?: ReadSpace | undefined;
}

/** The room of a disk, in bytes. */
interface Space {
  readonly freeBytes: number;
  readonly allBytes: number;
}

type ReadSpace = (folder: string) => Promise<Space>;

const LOOK_EVERY_MS = 10 * 60_000;
const FIRST_LOOK_MS = 1_000;
const LOW_BYTES = 500_000_000;
const LOW_SHARE = 0.05;
/** Of a very large disk, 5 % are room for years. */
const ENOUGH_BYTES = 20_000_000_000;
/** Around the limit, a disk is not full and empty again with each file. */
const HYSTERESIS = 1.2;

/** Looks at the free room beside the store. Gives the function that ends it. */
export function startDiskWatch(parts: DiskWatchParts): () => void {
  const { file, clock, log, onSigns, readSpace = askFileSystem } = parts;

  async function look(): Promise<void> {
    try {
      onSigns(readSigns(await readSpace(dirname(file))));
    } catch (error) {
      log.debug({ error: String(error) }, 'alerts: the room on the disk of the store is unknown');
    }
  }

  return repeat({ clock, firstMs: FIRST_LOOK_MS, everyMs: LOOK_EVERY_MS }, look);
}

function readSigns({ freeBytes, allBytes }: Space): Signs {
  const lowBytes = Math.max(LOW_BYTES, Math.min(allBytes * LOW_SHARE, ENOUGH_BYTES));
  const trouble = { kind: 'diskNearlyFull', freeBytes } as const;
  if (freeBytes < lowBytes) return { seen: trouble };
  return freeBytes >= lowBytes * HYSTERESIS ? { over: [idOf(trouble)] } : {};
}

/** `bavail` leaves out the room that only root may use. */
async function askFileSystem(folder: string): Promise<Space> {
  const { bsize, bavail, blocks } = await statfs(folder);
  return { freeBytes: bsize * bavail, allBytes: bsize * blocks };
}
