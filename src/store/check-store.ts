import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Finding } from '../contracts/finding.ts';
import { ConfigError } from '../errors.ts';
import { silentLog } from '../lib/log.ts';
import { isFresh, type LeaseHolder, readLease } from './lease.ts';
import { openStore, type StoreOptions } from './open-store.ts';
import { splitUrl } from './split-url.ts';

/**
 * Checks a store for the doctor. Changes nothing, and does not disturb a Parley that works on it.
 *
 * @throws A `ConfigError` when the store cannot be used.
 */
export async function checkStore({
  url,
  clock,
}: Pick<StoreOptions, 'url' | 'clock'>): Promise<readonly Finding[]> {
  const { scheme, path } = splitUrl(url);
  if (scheme === 'memory') return [memoryFinding];

  const file = resolve(path);
  if (scheme === 'sqlite' && path !== '' && !existsSync(file)) {
    checkFolder(dirname(file));
    const result = `${file} will be created at the first start.`;
    return [{ state: 'good', subject: 'file', result }];
  }

  const store = await openStore({ url, clock, log: silentLog, readOnly: true });
  const lease = await readLease(store).finally(() => store.close());
  // SQLite writes its log beside the file.
  for (const needed of [file, dirname(file)]) checkWritable(needed);

  const use = isFresh(lease, clock.now()) ? describe(lease) : 'No Parley runs on it.';
  return [
    { state: 'good', subject: 'file', result: `${file} can be read and written.` },
    { state: 'good', subject: 'in use', result: use },
  ];
}

const memoryFinding: Finding = {
  state: 'note',
  subject: 'storage',
  result: 'Parley forgets all conversations when it ends.',
  cure: 'Set STORE_URL to sqlite:./data/parley.sqlite to keep conversations.',
};

function describe({ pid, since }: LeaseHolder): string {
  return `Parley has run on it since ${new Date(since).toISOString()} (process ${pid}).`;
}

/**
 * Checks that the first start can create a missing folder: it must be able to write to the nearest
 * parent folder that exists.
 */
function checkFolder(folder: string): void {
  let existing = folder;
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);

  if (!statSync(existing).isDirectory()) {
    throw new ConfigError(
      `STORE_URL: ${existing} is a file, so it cannot contain the store. Choose another path.`,
    );
  }
  checkWritable(existing);
}

function checkWritable(path: string): void {
  try {
    accessSync(path, constants.W_OK);
  } catch (cause) {
    throw new ConfigError(
      `STORE_URL: ${path} cannot be written by this user. Give the file and its folder to the user that runs Parley, or choose another path.`,
      { cause },
    );
  }
}
