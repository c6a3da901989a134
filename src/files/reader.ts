import type { FileContent, UnreadableReason } from '../contracts/files.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import type { ReaderMessage, ReadOrder } from './reader-messages.ts';
import { type ReaderProcess, startReaderProcess } from './start-reader-process.ts';
import { unreadable } from './unreadable.ts';

/** Reads one file at a time, in a process that starts on demand. */
interface Reader {
  /** Never rejects. After an abort, the process ends at once. */
  read(order: ReadOrder, signal: AbortSignal): Promise<FileContent>;
  /** Ends the process. */
  close(): Promise<void>;
}

interface ReaderParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly program: URL;
}

/** A machine that starts the bot and many other things may take this long for one more process. */
const MAX_START_MS = 60_000;
const MAX_READ_MS = 20_000;
/** People who send a file often send the next one soon. */
const IDLE_MS = 2 * 60_000;
/** What one file left in memory must not count against the next one. A new process has some 100 MB. */
const MAX_REST_BYTES = 256 * 2 ** 20;

/** The event that ends the wait for a process. */
type Outcome =
  | ReaderMessage
  | { readonly kind: 'exit'; readonly why: UnreadableReason }
  | { readonly kind: 'timeout' | 'aborted' };

/** Creates a reader. Its process is used for many files, and replaced when a file ended it. */
export function createReader({ clock, log, program }: ReaderParts): Reader {
  let running: ReaderProcess | undefined;
  let cancelIdle = () => {};

  async function end(): Promise<void> {
    cancelIdle();
    const ending = running;
    running = undefined;
    await ending?.kill();
  }

  /** Waits for the next event of the process. */
  async function next(process: ReaderProcess, ms: number, signal: AbortSignal): Promise<Outcome> {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const cancelTimer = clock.after(ms, () => resolve({ kind: 'timeout' }));
    const onAbort = () => resolve({ kind: 'aborted' });
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();

    try {
      return await Promise.race([promise, process.nextMessage(), process.exited]);
    } finally {
      cancelTimer();
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Gives a process that waits for a file, or the outcome that ended its start. */
  async function ready(signal: AbortSignal): Promise<ReaderProcess | undefined> {
    if (running && !running.hasExited()) return running;
    await end();

    const started = startReaderProcess(program);
    running = started;
    log.debug({ pid: started.pid }, 'files: reader process started');
    const outcome = await next(started, MAX_START_MS, signal);
    if (outcome.kind === 'ready') return started;

    if (outcome.kind !== 'aborted') {
      const fields = { outcome: outcome.kind, error: started.startErrors() };
      log.error(fields, 'files: a reader process does not start');
    }
    await end();
    return undefined;
  }

  return {
    async read(order, signal) {
      cancelIdle();
      const process = await ready(signal);
      if (!process) return unreadable('too heavy');

      const startedAt = clock.now();
      process.hold();
      process.send(order);
      const outcome = await next(process, MAX_READ_MS, signal);
      process.release();

      const content = contentOf(outcome);
      const ms = clock.now() - startedAt;
      const bytes = order.file.bytes.length;
      log.debug({ ...fieldsOf(outcome, content), bytes, ms }, 'files: file read');
      if (outcome.kind === 'read' && outcome.restBytes <= MAX_REST_BYTES) {
        cancelIdle = clock.after(IDLE_MS, () => void end());
      } else await end();
      return content;
    },

    close: end,
  };
}

/** The facts for the log, which must not hold anything of a file's content. */
function fieldsOf(outcome: Outcome, content: FileContent): Record<string, unknown> {
  return omitUndefined({
    outcome: outcome.kind,
    content: content.kind,
    why: content.kind === 'unreadable' ? content.why : undefined,
    peakBytes: outcome.kind === 'read' ? outcome.peakBytes : undefined,
  });
}

function contentOf(outcome: Outcome): FileContent {
  if (outcome.kind === 'read') return outcome.content;
  return unreadable(outcome.kind === 'exit' ? outcome.why : 'too heavy');
}
