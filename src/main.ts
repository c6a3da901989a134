import { existsSync } from 'node:fs';
import { isRunning, startApp } from './app.ts';
import { readLogLevel } from './config/read-log-level.ts';
import { runDoctor } from './doctor/run-doctor.ts';
import { BotError, ConfigError } from './errors.ts';
import { systemClock } from './lib/clock.ts';
import { createLog, type Log } from './lib/log.ts';

/** A container gets 10 s between SIGTERM and SIGKILL; what hangs until then is resumed at the next start. */
const LONGEST_STOP_MS = 9_500;

const { env } = process;
const clock = systemClock;

const actions: Readonly<Record<string, (log: Log) => Promise<void>>> = {
  async start(log) {
    const starting = startApp({ env, clock, log, onLeaseLost: () => process.exit(1) });
    // From the first moment: process 1 of a container would not even hear of a signal that nobody listens to.
    stopOnSignals(log, async () => (await starting).stop());
    await starting;
    log.info({}, 'Parley is ready');
  },

  async playground(log) {
    // Loaded on demand: the image leaves it out.
    const { startPlayground } = await import('../playground/index.ts').catch(
      (cause: NodeJS.ErrnoException) => {
        if (cause.code !== 'ERR_MODULE_NOT_FOUND') throw cause;
        throw new BotError(
          'The playground is not part of the image. Clone the repository and run: npm ci && npm run playground',
          { cause },
        );
      },
    );
    const playground = await startPlayground({ env, clock, log, startApp });
    stopOnSignals(log, () => playground.stop());
    process.stdout.write(`\nParley's playground: ${playground.url}\nEnd it with Ctrl+C.\n\n`);
  },

  async health() {
    if (!(await isRunning({ env, clock }))) {
      throw new BotError(
        'Parley is not running: nothing has renewed its lease on the store for 30 s.',
      );
    }
    process.stdout.write('Parley is running.\n');
  },

  async doctor() {
    const { text, isWell } = await runDoctor({ env, clock });
    process.stdout.write(text);
    if (!isWell) process.exitCode = 1;
  },
};

function stopOnSignals(log: Log, stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'ending: running answers are finished or marked');
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    stop().then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

/** What people can cure is told in plain sentences; everything else with its stack. */
function fail(error: unknown): never {
  const text =
    error instanceof BotError
      ? error.message
      : error instanceof Error
        ? error.stack
        : String(error);
  process.stderr.write(`\n${text}\n\n`);
  process.exit(1);
}

process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

async function run(name: string): Promise<void> {
  const action = actions[name];
  if (!action)
    throw new ConfigError(
      `There is no “${name}”. Parley knows: ${Object.keys(actions).join(', ')}.`,
    );
  // In the playground people look at the page.
  const level = readLogLevel(env, name === 'playground' ? 'warn' : 'info');
  await action(createLog({ level, isReadable: process.stderr.isTTY }));
}

/**
 * Reads an environment file that may be missing; variables that are already set stay as they are. Node's own
 * `--env-file-if-exists` reports a missing file at every start.
 */
function loadEnvFile(path: string): void {
  if (existsSync(path)) process.loadEnvFile(path);
}

const [, , action = 'start', envFile] = process.argv;
if (envFile !== undefined) loadEnvFile(envFile);
run(action).catch(fail);
