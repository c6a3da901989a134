import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Env } from '../../src/lib/env.ts';
import { COMPILE_CACHE, COMPILE_CACHE_OF_START } from './compile-cache.ts';
import { eventually } from './eventually.ts';

/** Parley as a process of its own. */
export interface ParleyProcess {
  readonly pid: number | undefined;
  /** The text of both outputs so far. */
  readonly output: () => string;
  /** True after the process has logged that it is ready: it answers on its platforms. */
  isReady(): boolean;
  kill(signal: NodeJS.Signals): void;
  /** Its exit status; `null` when a signal ended it. */
  readonly ended: Promise<number | null>;
}

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** The log line of `main.ts` when the bot is connected. */
const READY_LINE = '"msg":"parley: ready"';

/**
 * Starts the program as people do. It gets only `env` of the environment, the cache of compiled code, and the
 * variables of `envFile`.
 */
export function startProcess(action: string, env: Env, envFile?: string): ParleyProcess {
  const args = envFile === undefined ? [] : [envFile];
  return watch(run(process.execPath, [MAIN, action, ...args], withCache(action, env)));
}

/** Lets a process be the first one of a world of process ids, as in a container. */
const APART = ['--pid', '--fork', '--kill-child=SIGKILL', '--'];

/** Tells whether `startProcessApart` works here: on Linux, for those who may. */
export function canStartApart(): boolean {
  return spawnSync('unshare', [...APART, 'true']).status === 0;
}

/** As `startProcess`, as if it were on another machine: other processes do not see whether it lives. */
export function startProcessApart(action: string, env: Env): ParleyProcess {
  const child = run('unshare', [...APART, process.execPath, MAIN, action], withCache(action, env));
  const inner = () => readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim();
  return {
    ...watch(child),
    kill(signal) {
      // The outer process passes no signals on, and ends with the inner one.
      if (child.exitCode === null && inner() !== '') process.kill(Number(inner()), signal);
    },
  };
}

function run(program: string, args: readonly string[], env: Env): ChildProcess {
  return spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

function withCache(action: string, env: Env): Env {
  return { ...(action === 'start' ? COMPILE_CACHE_OF_START : COMPILE_CACHE), ...env };
}

/** Collects what a process says. */
function watch(child: ChildProcess): ParleyProcess {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }

  return {
    pid: child.pid,
    output: () => output,
    isReady: () => output.includes(READY_LINE),
    kill: (signal) => void child.kill(signal),
    ended: once(child, 'close').then(([status]) => status),
  };
}

/** Starts the program and resolves when it is ready. */
export async function startReadyProcess(env: Env): Promise<ParleyProcess> {
  const parley = startProcess('start', env);
  await untilReady(parley);
  return parley;
}

/** Resolves when the process is ready. Rejects when it ends before. */
export async function untilReady(parley: ParleyProcess): Promise<void> {
  const endedEarly = parley.ended.then((status) => {
    if (!parley.isReady()) throw new Error(`Parley ended with ${status}:\n${parley.output()}`);
  });
  await Promise.race([eventually('the process to be ready', parley.isReady), endedEarly]);
}
