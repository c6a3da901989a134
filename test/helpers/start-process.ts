import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Env } from '../../src/lib/env.ts';
import { eventually } from './eventually.ts';

export interface ParleyProcess {
  /** What it wrote to both outputs. */
  readonly output: () => string;
  kill(signal: NodeJS.Signals): void;
  /** Its exit status; `null` when a signal ended it. */
  readonly ended: Promise<number | null>;
}

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** The program as people start it, with nothing of this process's environment. */
export function startProcess(action: string, env: Env): ParleyProcess {
  const child: ChildProcess = spawn(process.execPath, [MAIN, action], {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return {
    output: () => output,
    kill: (signal) => void child.kill(signal),
    ended: once(child, 'close').then(([status]) => status),
  };
}

/** The same, once it answers on its platforms. */
export async function startReadyProcess(env: Env): Promise<ParleyProcess> {
  const parley = startProcess('start', env);
  const isReady = () => parley.output().includes('Parley is ready');
  await Promise.race([
    eventually('the process to be ready', isReady),
    parley.ended.then((status) => {
      if (!isReady()) throw new Error(`Parley ended with ${status}:\n${parley.output()}`);
    }),
  ]);
  return parley;
}
