import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A part of a bench in a process of its own, whose processor time and memory can be measured. */
export interface Child {
  /**
   * Sends a message and gives the child's response. Send the next message only after that, because
   * nothing tells one response from another.
   *
   * @throws When the child exits, or sends no response within a minute.
   */
  request<Response>(message: object): Promise<Response>;
  /** Closes the channel to the child. Resolves when the child has exited. */
  stop(): Promise<void>;
}

interface ChildOptions {
  /** The arguments of the script. */
  readonly args?: readonly string[];
  /** The options of Node itself, such as `--expose-gc`. */
  readonly nodeOptions?: readonly string[];
  /** Variables of its environment besides `NODE_ENV`. */
  readonly env?: Readonly<Record<string, string>>;
}

const BENCH_FOLDER = join(import.meta.dirname, '..');
const RESPONSE_TIMEOUT_MS = 60_000;
/** A child that is profiled writes its profile meanwhile. */
const STOP_TIMEOUT_MS = 15_000;

/** Starts a file of `bench/`, given by its path from there, which calls `handleParentRequests`. */
export function startChild(
  file: string,
  { args = [], nodeOptions = [], env = {} }: ChildOptions = {},
): Child {
  const child = fork(join(BENCH_FOLDER, file), args, {
    execArgv: [...nodeOptions],
    // The child gets no proxy and no key of the person who measures.
    env: { NODE_ENV: 'production', ...env },
    // Standard output is for figures, so the child's output goes to standard error.
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  // However this process ends, the child ends with it.
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  const exited = once(child, 'exit');

  return {
    async request<Response>(message: object) {
      child.send(message);

      const failed = exited.then(([code]) => {
        throw new Error(`bench/${file} exited with status ${code} before it responded`);
      });
      return (await Promise.race([receiveResponse(child, file), failed])) as Response;
    },
    async stop() {
      process.removeListener('exit', kill);
      if (child.connected) child.disconnect();

      const timeout = setTimeout(kill, STOP_TIMEOUT_MS);
      await exited;
      clearTimeout(timeout);
    },
  };
}

async function receiveResponse(child: ChildProcess, file: string): Promise<unknown> {
  try {
    const signal = AbortSignal.timeout(RESPONSE_TIMEOUT_MS);
    const [response] = await once(child, 'message', { signal });
    return response;
  } catch (error) {
    throw new Error(`bench/${file} sent no response`, { cause: error });
  }
}
