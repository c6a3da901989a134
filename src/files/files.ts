import type { FileContent, Files } from '../contracts/files.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createSlots } from '../lib/slots.ts';
import { createReader } from './reader.ts';
import { unreadable } from './unreadable.ts';

/** The clock and log of the readers, and their program. */
interface FilesParts {
  readonly clock: Clock;
  readonly log: Log;
  /** The program of a reader process. Default: `reader-process.ts`. */
  readonly program?: URL;
}

/** A second process, so that one heavy file does not hold up all conversations. */
const MAX_PROCESSES = 2;
/** The files that wait for a process; each of them is in memory. */
const MAX_WAITING = 32;
/** More than any network gives to a bot. */
const MAX_FILE_BYTES = 64 * 2 ** 20;

/**
 * Creates the reading of files. Parsers of foreign files run in processes of their own, which start on
 * demand: a crash, an endless loop or a decompression bomb costs its file, and never the bot.
 */
export function createFiles({ clock, log, program }: FilesParts): Files {
  const readers = Array.from({ length: MAX_PROCESSES }, () =>
    createReader({
      clock,
      log,
      program: program ?? new URL('./reader-process.ts', import.meta.url),
    }),
  );
  /** The reader that worked last is the last one: its process probably still runs. */
  const free = [...readers];
  const slots = createSlots(MAX_PROCESSES, MAX_WAITING);
  const closing = new AbortController();

  return {
    async read(file, limits, signal): Promise<FileContent> {
      if (file.bytes.length === 0) return unreadable('empty');
      if (file.bytes.length > MAX_FILE_BYTES) return unreadable('too large');

      const ended = AbortSignal.any([signal, closing.signal]);
      if (!(await slots.take(ended))) return unreadable('too heavy');

      const reader = free.pop() as (typeof readers)[number];
      try {
        return await reader.read({ file, limits }, ended);
      } finally {
        free.push(reader);
        slots.give();
      }
    },

    async close() {
      closing.abort();
      await Promise.all(readers.map((reader) => reader.close()));
    },
  };
}
