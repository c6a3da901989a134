import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenAiServer, startOpenAiServer } from '../../test/helpers/openai-server.ts';
import { type LocalTelegram, startLocalTelegram } from './local-telegram.ts';

/** A bot in a process of its own, between a model and a chat network that are in this process. */
export interface Bot {
  readonly model: OpenAiServer;
  readonly telegram: LocalTelegram;
  stop(): Promise<void>;
}

const LONGEST_START_MS = 30_000;
const LONGEST_STOP_MS = 12_000;

const root = join(import.meta.dirname, '../..');

/** Starts a bot that answers the people with these ids. Resolves when it polls for messages. */
export async function startBot(name: 'parley' | 'relay', users: readonly number[]): Promise<Bot> {
  const [model, telegram, folder] = await Promise.all([
    startOpenAiServer(),
    startLocalTelegram(),
    mkdtemp(join(tmpdir(), 'parley-bench-')),
  ]);
  const args = {
    parley: ['src/main.ts', 'start'],
    relay: [join('bench', 'first-words', 'relay.ts')],
  }[name];
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      TELEGRAM_TOKEN: telegram.token,
      TELEGRAM_API_URL: telegram.url,
      OPENAI_BASE_URL: model.url,
      DEFAULT_MODEL: 'openai/test-model',
      STORE_URL: `sqlite:${join(folder, 'parley.sqlite')}`,
      ADMINS: users.map((id) => `telegram:${id}`).join(','),
      LOG_LEVEL: 'warn',
    },
  });
  // However this process ends, the bot ends with it.
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    await end(child);
    process.removeListener('exit', kill);
    await Promise.all([model.stop(), telegram.stop()]);
    await rm(folder, { recursive: true, force: true });
  };
  const died = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`${name} ended with ${code}`)),
  );
  const timeLimit = AbortSignal.timeout(LONGEST_START_MS);
  const tooLate = once(timeLimit, 'abort').then(() =>
    Promise.reject(new Error(`${name} did not start`)),
  );
  await Promise.race([telegram.polled, died, tooLate]).catch(async (error) => {
    await stop();
    throw error;
  });
  died.catch(() => {});
  tooLate.catch(() => {});
  return { model, telegram, stop };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), LONGEST_STOP_MS);
  await exited;
  clearTimeout(kill);
}
