import { createFiles } from '../files/files.ts';
import type { Clock } from '../lib/clock.ts';
import { silentLog } from '../lib/log.ts';
import type { Row } from './row.ts';

/** A red dot. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
  'base64',
);
const LIMITS = { characters: 100, images: { maxEdge: 100, maxBytes: 10_000, maxImages: 1 } };
const TIMEOUT_MS = 30_000;
const PART = 'files';
const SUBJECT = 'picture';
/** The line of an error that says what is wrong. */
const ERROR_LINE = /^\w*Error\b.*$/m;

/** Reads a picture as the bot does, in a process of its own and with the library for pictures. Never rejects. */
export async function checkFiles(clock: Clock, program?: URL): Promise<readonly Row[]> {
  let startError = '';
  const log = {
    ...silentLog,
    error: ({ error }: Record<string, unknown>) => {
      startError = String(error);
    },
  };
  const files = createFiles({ clock, log, ...(program && { program }) });
  const late = new AbortController();
  const cancelTimer = clock.after(TIMEOUT_MS, () => late.abort());
  try {
    const file = { name: 'dot.png', mime: 'image/png', bytes: PICTURE };
    const { kind } = await files.read(file, LIMITS, late.signal);
    if (kind === 'images') {
      return [{ part: PART, state: 'good', subject: SUBJECT, result: 'was read.' }];
    }
  } catch (error) {
    startError = String(error);
  } finally {
    cancelTimer();
    await files.close();
  }
  const [reason = 'Nothing says why.'] = ERROR_LINE.exec(startError) ?? [];
  const cure = 'Run npm ci on this machine: the packages for pictures differ between machines.';
  return [{ part: PART, state: 'bad', subject: SUBJECT, result: `was not read. ${reason}`, cure }];
}
