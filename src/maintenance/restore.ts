import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Config, readConfig } from '../config/read-config.ts';
import { BotError, ConfigError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Env } from '../lib/env.ts';
import { silentLog } from '../lib/log.ts';
import { readBackupSettings, restoreBackup } from '../store/backups.ts';
import { DAMAGE_CURE } from '../store/explain-sqlite.ts';
import { isFresh, readLease } from '../store/lease.ts';
import { makeFolder } from '../store/make-folder.ts';
import { openStore } from '../store/open-store.ts';
import { storeFile } from '../store/store-file.ts';
import { explainFailure } from './explain-failure.ts';
import { fillStore } from './migrate.ts';
import { removePartial } from './remove-partial.ts';

interface RestoreParts {
  readonly env: Env;
  /** What stands behind the command: the file. */
  readonly words: readonly string[];
  readonly clock: Clock;
}

interface ServerParts {
  readonly from: string;
  readonly config: Pick<Config, 'storeUrl' | 'storeDirectUrl' | 'routingFile'>;
  readonly clock: Clock;
}

/** SQLite's own files beside a store. They belong to that store only. */
const BESIDE = ['-wal', '-shm'];
const SETTINGS_MODE = 0o600;

/**
 * Puts a backup to the place of the store, where there is none, and `parley.yaml` beside it, where it is missing.
 *
 * @returns What was done, for the terminal.
 * @throws A `BotError` that names the cure. Then nothing was changed.
 */
export async function restore({ env, words, clock }: RestoreParts): Promise<string> {
  const [file, ...others] = words;
  if (file === undefined || others.length > 0)
    throw new ConfigError('Name the backup: npm run restore -- FILE');

  const from = resolve(file);
  if (!existsSync(from)) throw new ConfigError(`There is no file ${from}.`);
  const config = readConfig(env);
  const store = storeFile(config.storeUrl);
  if (config.storeUrl.startsWith('memory:')) {
    throw new ConfigError(
      'STORE_URL is memory:, where nothing can be restored. Set it to sqlite:./data/parley.sqlite, for instance.',
    );
  }
  if (store === undefined) return restoreToServer({ from, config, clock });
  await refuseOverStore(store, config.storeUrl, clock);

  const partial = `${store}.${process.pid}.partial`;
  let settings: string | undefined;
  try {
    makeFolder(dirname(store));
    settings = restoreBackup({ from, to: partial });
    renameSync(partial, store);
  } catch (error) {
    removePartial(partial);
    throw ofBackup(explainFailure(error, { from, to: store }));
  }
  return describe(store, restoreSettings(settings, resolve(config.routingFile)));
}

/** Copies the entries of a backup to an empty database. */
async function restoreToServer({ from, config, clock }: ServerParts): Promise<string> {
  const { storeUrl, storeDirectUrl: url = storeUrl, routingFile } = config;
  const backup = { name: 'the backup', url: `sqlite:${from}` };
  const server = { name: 'STORE_URL', url };
  try {
    const { to } = await fillStore({ from: backup, to: server, clock, note: () => {} });
    return describe(to, restoreSettings(readBackupSettings(from), resolve(routingFile)));
  } catch (error) {
    throw ofBackup(explainFailure(error, { from, to: 'PostgreSQL' }));
  }
}

const describe = (store: string, settings: string) =>
  [
    `The store is restored: ${store}.`,
    settings,
    '.env was not in the backup: put your copy of it here, or fill in a new one. Then: npm run doctor, and npm start',
    '',
  ].join('\n');

/** The file is not the one that the variable names, and nobody works on it. */
function ofBackup(error: BotError): BotError {
  const message = error.message
    .replace(/^STORE_URL: /, '')
    .replace(DAMAGE_CURE, 'Restore another one, or what is left of it, as docs/failures.md shows.');
  return message === error.message ? error : new BotError(message, { cause: error });
}

/** A store with newer conversations must not get lost by a restore. */
async function refuseOverStore(store: string, storeUrl: string, clock: Clock): Promise<void> {
  const present = [store, ...BESIDE.map((ending) => `${store}${ending}`)].filter(existsSync);
  if (present.length === 0) return;

  const isRunning = await isInUse(storeUrl, clock);
  const first = isRunning ? 'A Parley works on it: stop that first. Then move' : 'Move';
  throw new ConfigError(
    `There is a store already, and nothing was changed. ${first} its files to another folder, and try again: ${present.join(', ')}`,
  );
}

/** What cannot be read is in nobody's use. */
async function isInUse(url: string, clock: Clock): Promise<boolean> {
  try {
    const store = await openStore({ url, clock, log: silentLog, readOnly: true });
    const lease = await readLease(store).finally(() => store.close());
    return isFresh(lease, clock.now());
  } catch {
    return false;
  }
}

/** The store is there already: a failure here is one to tell, and no reason to take it away again. */
function restoreSettings(settings: string | undefined, path: string): string {
  if (settings === undefined) return 'The backup has no parley.yaml.';
  if (existsSync(path)) return `${path} exists, so it stays as it is.`;
  try {
    writeFileSync(path, settings, { flag: 'wx', mode: SETTINGS_MODE });
    return `${path} is restored.`;
  } catch (error) {
    return `${path} could not be written (${Object(error).code}): it is in the backup still.`;
  }
}
