import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A part of a bench in a process of its own, so that its processor time and its memory are nobody else's. */
export interface Child {
  /** What it answers to this; one question at a time. Rejects when it fails or says nothing for too long. */
  request<Answer>(question: object): Promise<Answer>;
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly args?: readonly string[];
  readonly nodeOptions?: readonly string[];
}

const LONGEST_ANSWER_MS = 60_000;
const LONGEST_STOP_MS = 2_000;

/** `file`: from `bench/`; it calls `answerParent`. */
export function startChild(
  file: string,
  { args = [], nodeOptions = [] }: ChildOptions = {},
): Child {
  const child = fork(join(import.meta.dirname, '..', file), args, {
    execArgv: [...nodeOptions],
    // No proxy and no key of whoever measures.
    env: { NODE_ENV: 'production' },
    // Standard output is for figures.
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  // However this process ends, nothing goes on without it.
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  const exited = once(child, 'exit');

  return {
    async request<Answer>(question: object) {
      child.send(question);
      const patience = AbortSignal.timeout(LONGEST_ANSWER_MS);
      const [answer] = await Promise.race([
        once(child, 'message', { signal: patience }),
        exited.then(([code]) => Promise.reject(new Error(`${file} ended with ${code}`))),
      ]);
      return answer as Answer;
    },
    async stop() {
      process.removeListener('exit', kill);
      if (child.connected) child.disconnect();
      const tooLong = setTimeout(kill, LONGEST_STOP_MS);
      await exited;
      clearTimeout(tooLong);
    },
  };
}
