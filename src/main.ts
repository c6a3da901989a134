import { existsSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { App } from './app.ts';
import { listSecrets } from './config/list-secrets.ts';
import { readLogLevel } from './config/read-log-level.ts';
import { BotError, ConfigError } from './errors.ts';
import { systemClock } from './lib/clock.ts';
import { readVariable } from './lib/env.ts';
import { explainUnreadable } from './lib/explain-unreadable.ts';
import { limitHeapGrowth } from './lib/limit-heap-growth.ts';
import { createLog, type Log } from './lib/log.ts';
import { createLogTail } from './lib/log-tail.ts';
import { omitUndefined } from './lib/omit-undefined.ts';
import { readUnicodeFile } from './lib/read-unicode-file.ts';
import { createSecretHider, type HideSecrets } from './lib/secrets.ts';

/**
 * A container has 10 s between SIGTERM and SIGKILL. The next
 * start resumes the answers that are unfinished by then.
 */
const LONGEST_STOP_MS = 9_500;

/** Loaded on demand: this may take seconds, in which signals must have a handler. */
const importApp = () => import('./app.ts');
const importReport = () => import('./setup/start-report/start-report.ts');

const { env } = process;
const clock = systemClock;
const note = (text: string) => void process.stderr.write(text);
/** For the console. */
const logTail = createLogTail();
/** Known once the variables are complete. */
let hideSecrets: HideSecrets = (text) => text;

const actions: Readonly<Record<string, (log: Log) => Promise<void>>> = {
  async start(log) {
    if (isOnTerminal() && (await isSetupWanted())) return setUp(log);
    const stopping = new AbortController();
    let starting: Promise<App> | undefined;
    // Before anything else: the kernel drops signals for
    // process 1 of a container while it has no handler.
    stopOnSignals(log, async () => {
      stopping.abort();
      await (await starting)?.stop();
    });

    limitHeapGrowth();
    const onLeaseLost = () => {
      log.error({}, 'parley: another Parley has taken over the store, ending');
      process.exit(1);
    };
    const [{ startApp }, { createStartReport }] = await Promise.all([importApp(), importReport()]);
    const terminal = process.stdout.isTTY ? stdout : undefined;
    const report = createStartReport({ env, clock, log, terminal });
    const { onOverview, onNetwork } = report;
    const { signal } = stopping;
    starting = startApp({ env, clock, log, logTail, onLeaseLost, signal, onOverview, onNetwork });
    await starting;
    if (!signal.aborted) report.onStarted();
  },

  async setup(log) {
    if (!isOnTerminal()) throw new ConfigError(NO_TERMINAL);
    await setUp(log);
  },

  async pair() {
    const { pairBot } = await import('./setup/pair-bot.ts');
    await pairBot({ env, clock, terminal: stdout, name: names[0] });
  },

  async playground(log) {
    // Loaded on demand, because the image does not contain it.
    const { startPlayground } = await import('../playground/index.ts').catch(
      (cause: NodeJS.ErrnoException) => {
        if (cause.code !== 'ERR_MODULE_NOT_FOUND') throw cause;
        throw new BotError(
          'The playground is not part of the image. Clone the repository and run: npm ci && npm run playground',
          { cause },
        );
      },
    );
    const { startApp } = await importApp();
    const startLogged: typeof startApp = (parts) => startApp({ ...parts, logTail });
    const playground = await startPlayground({ env, clock, log, startApp: startLogged });
    stopOnSignals(log, () => playground.stop());
    process.stdout.write(`\nParley's playground: ${playground.url}\nEnd it with Ctrl+C.\n\n`);
  },

  async health() {
    const { isRunning, notRunning } = await import('./doctor/is-running.ts');
    if (!(await isRunning({ env, clock }))) throw new BotError(notRunning(env));
    process.stdout.write('Parley is running.\n');
  },

  async backup() {
    const { backUp } = await import('./maintenance/back-up.ts');
    process.stdout.write(await backUp({ env, words: [...names, ...options], clock }));
  },

  async restore() {
    const { restore } = await import('./maintenance/restore.ts');
    process.stdout.write(await restore({ env, words: names, clock }));
  },

  async migrate() {
    const { migrate } = await import('./maintenance/migrate.ts');
    // The addresses may hold passwords that no variable has.
    const addresses = names.map((url) => ({ STORE_URL: url }));
    hideSecrets = createSecretHider([env, ...addresses].flatMap(listSecrets));
    process.stdout.write(await migrate({ env, words: names, clock, note }));
  },

  async doctor() {
    const { runDoctor } = await import('./doctor/run-doctor.ts');
    const { text, isWell } = await runDoctor({ env, clock, hideSecrets });
    process.stdout.write(text);
    if (!isWell) process.exitCode = 1;
  },

  async usage() {
    const { exportUsage } = await import('./maintenance/export-usage.ts');
    // The reader of a pipe may have enough.
    process.stdout.on('error', () => process.exit());
    const write = (text: string) =>
      new Promise<void>((resolve) => process.stdout.write(text, () => resolve()));
    await exportUsage({ env, clock, args: options, write, note });
  },
};

const stdout = {
  get isScreen() {
    return process.stdout.isTTY;
  },
  get columns() {
    return process.stdout.columns ?? 80;
  },
  write: (text: string) => void process.stdout.write(text),
};

const NO_TERMINAL = `The set-up asks questions, so it needs a terminal. Without one, copy .env.example to .env, fill it in, and check it with: npm run doctor
In a container, it needs -it: docs/docker.md shows how.`;

function isOnTerminal(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY;
}

/** Offers the set-up where nothing is set up. */
async function isSetupWanted(): Promise<boolean> {
  const { hasToken } = await import('./setup/has-token.ts');
  if (hasToken(env)) return false;
  const { createTerminalPrompts } = await import('./setup/terminal-prompts.ts');
  const answer = await createTerminalPrompts().choose('Parley is not set up yet.', [
    { value: 'setup', label: 'Set it up now', hint: 'takes about five minutes' },
    { value: 'end', label: 'No, say what is missing' },
  ]);
  return answer === 'setup';
}

/** Leads the person at the terminal through the set-up, and starts the bot if the person wants that. */
async function setUp(log: Log): Promise<void> {
  const [{ runSetup }, { createTerminalPrompts }] = await Promise.all([
    import('./setup/run-setup.ts'),
    import('./setup/terminal-prompts.ts'),
  ]);
  const path = envFile ?? '.env';
  const prompts = createTerminalPrompts();
  const { isToStart, changes } = await runSetup({ env, path, clock, prompts });

  Object.assign(env, changes);
  hideSecrets = createSecretHider(listSecrets(env));
  if (isToStart) await actions.start?.(log);
}

/** Stops on SIGTERM and SIGINT. A second signal ends the process immediately. */
function stopOnSignals(log: Log, stop: () => Promise<void>): void {
  let isStopping = false;
  const onSignal = (signal: string) => {
    if (isStopping) process.exit(1);
    isStopping = true;
    log.info({ signal }, 'parley: stopping');
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    stop().then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

/**
 * Ends the process with an error: a `BotError` by its sentences,
 * which name the cure, any other error with its stack.
 */
function fail(error: unknown): never {
  process.stderr.write(`\n${hideSecrets(describeError(error))}\n\n`);
  process.exit(1);
}

function describeError(error: unknown): string {
  if (error instanceof BotError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

/** Runs the action that the command line names. */
async function run(name: string): Promise<void> {
  const action = actions[name];
  if (!action)
    throw new ConfigError(
      `There is no action “${name}”. The actions are: ${Object.keys(actions).join(', ')}.`,
    );
  // People in the playground look at the page, not at the log.
  const level = readLogLevel(env, name === 'playground' ? 'warn' : 'info');
  // The set-up may learn more secrets.
  const hideKnown: HideSecrets = (text) => hideSecrets(text);
  const isReadable = process.stderr.isTTY;
  const onLine = readVariable(env, 'CONSOLE_PORT') ? logTail.add : undefined;
  await action(createLog(omitUndefined({ level, isReadable, hideSecrets: hideKnown, onLine })));
}

/**
 * Reads an environment file that may be missing; variables that are already set stay as they are.
 * Node's own `--env-file-if-exists` reports a missing file at every start, and knows no files of Windows.
 */
function loadEnvFile(path: string): void {
  if (!existsSync(path)) return;
  const optionsBefore = process.env.NODE_OPTIONS;
  try {
    const variables = parseEnv(readUnicodeFile(path));
    for (const [name, value] of Object.entries(variables)) process.env[name] ??= value;
  } catch (cause) {
    throw new ConfigError(explainUnreadable(path), { cause });
  }

  // Node reads NODE_OPTIONS when it starts, so a value from the file needs a new start. Windows has no execve.
  const isNew = process.env.NODE_OPTIONS !== optionsBefore;
  const commandLine = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  if (isNew) process.execve?.(process.execPath, commandLine, process.env);
}

const [, , action = 'start', ...words] = process.argv;
const firstOption = words.findIndex((word) => word.startsWith('--'));
const options = firstOption < 0 ? [] : words.slice(firstOption);
const [envFile, ...names] = words.slice(0, words.length - options.length);
if (envFile !== undefined) loadEnvFile(envFile);
hideSecrets = createSecretHider(listSecrets(env));
run(action).catch(fail);
