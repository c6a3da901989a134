import { type ChildProcess, fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import type { UnreadableReason } from '../contracts/files.ts';
import { readableFolders } from './readable-folders.ts';
import type { ReaderMessage, ReadOrder } from './reader-messages.ts';

/** A process that reads files. */
export interface ReaderProcess {
  readonly pid: number | undefined;
  send(order: ReadOrder): void;
  /** The next message of the process. */
  nextMessage(): Promise<ReaderMessage>;
  /** The end of the process, and what it says about the file that the process read. */
  readonly exited: Promise<{ readonly kind: 'exit'; readonly why: UnreadableReason }>;
  hasExited(): boolean;
  /** What the process complained about before it had a file. */
  startErrors(): string;
  /** Lets this program run until `release`. An idle process does not keep this program from ending. */
  hold(): void;
  release(): void;
  /** Resolves when the process is gone. */
  kill(): Promise<void>;
}

/** For JavaScript's objects. Pixels and files are not among them: `memory-watch.ts` counts those. */
const MAX_HEAP_MEGABYTES = 256;
const MAX_ERROR_CHARACTERS = 2_000;

/**
 * Starts a reader process. It gets no environment, where tokens are, and Node lets it neither write
 * files, nor start programs, nor read anything but Parley's code. With `--permission` and without
 * `--allow-net`, it has no network either (Node 25 and later).
 */
export function startReaderProcess(program: URL): ReaderProcess {
  const child = fork(program, {
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [
      '--permission',
      '--allow-addons',
      '--allow-worker',
      ...readableFolders(program).map((folder) => `--allow-fs-read=${folder}`),
      '--disable-warning=SecurityWarning',
      `--max-old-space-size=${MAX_HEAP_MEGABYTES}`,
    ],
  });
  child.on('error', () => {});
  const exited = exitOf(child);
  let hasExited = false;
  void exited.then(() => {
    hasExited = true;
  });
  offerToKernel(child.pid);

  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors = `${errors}${chunk}`.slice(0, MAX_ERROR_CHARACTERS);
  });

  const release = () => {
    child.unref();
    child.channel?.unref();
    const { stderr } = child;
    if (stderr && 'unref' in stderr && typeof stderr.unref === 'function') stderr.unref();
  };

  return {
    pid: child.pid,
    exited,
    hasExited: () => hasExited,
    startErrors: () => errors,
    // A process that is gone says so by `exited`.
    send: (order) => void (child.connected && child.send(order, () => {})),
    nextMessage: () =>
      new Promise((resolve) =>
        child.once('message', (message) => resolve(message as ReaderMessage)),
      ),
    hold() {
      child.ref();
      child.channel?.ref();
    },
    release,
    async kill() {
      child.ref();
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Resolves when the process has ended, or could not start. */
async function exitOf(child: ChildProcess): Promise<{ kind: 'exit'; why: UnreadableReason }> {
  const { promise, resolve } = Promise.withResolvers<UnreadableReason>();
  child.once('exit', (code, signal) => resolve(causeOf(code, signal)));
  // Without a process there is no exit.
  child.once('error', () => child.pid === undefined && resolve('too heavy'));
  return { kind: 'exit', why: await promise };
}

/**
 * A process without memory is killed, by its own watch or by the kernel, or aborts, with 134 where a
 * shell is between. Anything else is a fault of a parser, which the file caused.
 */
function causeOf(code: number | null, signal: string | null): UnreadableReason {
  const isOutOfMemory = signal === 'SIGKILL' || signal === 'SIGABRT' || code === 134;
  return isOutOfMemory ? 'too heavy' : 'damaged';
}

/** Where memory is short, Linux ends this process before the bot. */
function offerToKernel(pid: number | undefined): void {
  if (pid === undefined) return;
  writeFile(`/proc/${pid}/oom_score_adj`, '1000').catch(() => {});
}
