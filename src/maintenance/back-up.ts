import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Config, readConfig } from '../config/read-config.ts';
import { BotError, ConfigError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Env } from '../lib/env.ts';
import { completeBackup, isBackup, writeBackup } from '../store/backups.ts';
import { makeFolder } from '../store/make-folder.ts';
import { openEntrySource, openEntryTarget } from '../store/open-entry-source.ts';
import { storeFile } from '../store/store-file.ts';
import type { EntryTarget } from '../store/stored-entry.ts';
import { copyStore } from './copy-store.ts';
import { explainArguments } from './explain-arguments.ts';
import { explainFailure } from './explain-failure.ts';
import { removePartial } from './remove-partial.ts';

interface BackUpParts {
  readonly env: Env;
  /** What stands behind the command: a folder, `--keep 7`. */
  readonly words: readonly string[];
  readonly clock: Clock;
}

const DEFAULT_FOLDER = './backups';
const NAME = /^parley-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ(-\d+)?\.sqlite$/;
/** Only the user who makes it may read it. */
const FILE_MODE = 0o600;
/** A file under this name is not complete. */
const PARTIAL = '.partial';
const PARTIAL_NAME = /^parley-[\dTZ-]+\.sqlite\.\d+(?:\.partial)+(?:-wal|-shm)?$/;
/** No backup takes so long: the process that wrote it was killed. */
const ABANDONED_MS = 24 * 60 * 60_000;

/**
 * Writes a backup while Parley runs, or while it does not. Nothing stands under the name of a backup before it
 * is complete and checked.
 *
 * @returns What was done, for the terminal.
 * @throws A `BotError` that names the cure.
 */
export async function backUp({ env, words, clock }: BackUpParts): Promise<string> {
  const { folder, keep } = readWords(words);
  const config = readConfig(env);
  const store = storeFile(config.storeUrl);
  if (config.storeUrl.startsWith('memory:')) {
    throw new ConfigError(
      'STORE_URL is memory:, so Parley keeps nothing that could be backed up. With sqlite:./data/parley.sqlite it does.',
    );
  }

  const settings = existsSync(config.routingFile)
    ? readFileSync(config.routingFile, 'utf8')
    : undefined;
  const target = freeName(folder, clock.now());
  const partial = `${target}.${process.pid}${PARTIAL}`;
  try {
    makeFolder(folder);
    removeAbandoned(folder, clock.now());
    if (store === undefined)
      await copyServer(config, partial, clock).then(() => completeBackup(partial, settings));
    else writeBackup({ from: store, to: partial }, settings);
    renameSync(partial, target);
  } catch (error) {
    removePartial(partial);
    throw explainFailure(error, { from: store ?? 'PostgreSQL', to: target });
  }

  const removed = keep === undefined ? 0 : removeOld(folder, keep);
  return describe({ target, hasSettings: settings !== undefined, removed, config });
}

/** Copies the store in PostgreSQL, as of one moment, to a file that SQLite reads. Processes may work on it meanwhile. */
async function copyServer(
  { storeUrl, storeDirectUrl: url = storeUrl }: Pick<Config, 'storeUrl' | 'storeDirectUrl'>,
  file: string,
  clock: Clock,
): Promise<void> {
  const now = clock.now();
  const source = await openEntrySource({ name: 'STORE_URL', url, now });
  let target: EntryTarget | undefined;
  try {
    target = await openEntryTarget({ name: 'the backup', url: `sqlite:${file}`, now, clock });
    await copyStore({ source, target, clock, onProgress: () => {} });
    await target.keep();
    chmodSync(file, FILE_MODE);
  } finally {
    await target?.close();
    await source.close();
  }
}

function readWords(words: readonly string[]): { folder: string; keep?: number } {
  const usage =
    'Write: npm run backup, npm run backup -- FOLDER, or npm run backup -- FOLDER --keep 7';
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { keep: { type: 'string' } },
      allowPositionals: true,
    });
    const [folder = DEFAULT_FOLDER, ...others] = positionals;
    if (others.length > 0) throw new ConfigError(`There is more than one folder. ${usage}`);
    if (values.keep === undefined) return { folder: resolve(folder) };
    if (!/^[1-9]\d{0,3}$/.test(values.keep))
      throw new ConfigError(`--keep must be a whole number from 1 on. ${usage}`);
    return { folder: resolve(folder), keep: Number(values.keep) };
  } catch (error) {
    throw explainArguments(error, usage);
  }
}

/** `parley-2026-11-30T03-31-00Z.sqlite`; a second one in the same second has a number. */
function freeName(folder: string, now: number): string {
  const time = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  const names = Array.from({ length: 100 }, (_, index) =>
    join(folder, `parley-${time}Z${index === 0 ? '' : `-${index + 1}`}.sqlite`),
  );
  const free = names.find((name) => !existsSync(name));
  if (free === undefined)
    throw new BotError(`There are too many backups of this second: ${folder}`);
  return free;
}

/** Keeps the newest backups of the folder, and removes the others that Parley made. Gives their number. */
function removeOld(folder: string, keep: number): number {
  const old = readdirSync(folder)
    .filter((name) => NAME.test(name))
    .toSorted(compareNames)
    .slice(0, -keep)
    .map((name) => join(folder, name))
    .filter(isBackup);
  for (const path of old) rmSync(path);
  return old.length;
}

/** By time, then by number. */
function compareNames(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true }) || a.length - b.length;
}

function removeAbandoned(folder: string, now: number): void {
  const paths = readdirSync(folder)
    .filter((name) => PARTIAL_NAME.test(name))
    .map((name) => join(folder, name));
  for (const path of paths) {
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: now };
    if (now - mtimeMs > ABANDONED_MS) rmSync(path, { force: true });
  }
}

interface Done {
  readonly target: string;
  readonly hasSettings: boolean;
  readonly removed: number;
  readonly config: { readonly routingFile: string };
}

const KB = 1_000;

function describe({ target, hasSettings, removed, config }: Done): string {
  const size = new Intl.NumberFormat('en', { maximumFractionDigits: 0 }).format(
    Math.ceil(statSync(target).size / KB),
  );
  const settings = basename(config.routingFile);
  const contents = hasSettings ? `the store and ${settings}` : `the store; there is no ${settings}`;
  return [
    `The backup is complete: ${target} (${size} kB). It holds ${contents}.`,
    '.env is not in it, because of its tokens and keys. Keep a copy of it at a safe place.',
    ...(removed > 0 ? [`Removed old backups in ${dirname(target)}: ${removed}.`] : []),
    'To restore it where there is no store: npm run restore -- FILE',
    '',
  ].join('\n');
}
