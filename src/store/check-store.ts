import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Finding } from '../contracts/finding.ts';
import { ConfigError } from '../errors.ts';
import { silentLog } from '../lib/log.ts';
import { isFresh, type LeaseHolder, readLease } from './lease.ts';
import { openStore, type StoreOptions } from './open-store.ts';
import { splitUrl } from './split-url.ts';

/** Looks at a store beside whoever works on it; changes nothing. Throws a `ConfigError` when it cannot be used. */
export async function checkStore({
  url,
  clock,
}: Pick<StoreOptions, 'url' | 'clock'>): Promise<readonly Finding[]> {
  const { scheme, path } = splitUrl(url);
  if (scheme === 'memory') {
    const cure = 'Set STORE_URL to sqlite:./data/parley.sqlite to keep conversations.';
    return [
      {
        state: 'note',
        subject: 'keeps',
        result: 'nothing: all is forgotten when Parley ends.',
        cure,
      },
    ];
  }
  const file = resolve(path);
  if (scheme === 'sqlite' && path !== '' && !existsSync(file)) {
    checkFolder(dirname(file));
    return [
      { state: 'good', subject: 'file', result: `${file} will be created at the first start.` },
    ];
  }
  const store = await openStore({ url, clock, log: silentLog, readOnly: true });
  const lease = await readLease(store).finally(() => store.close());
  // SQLite puts its log beside the file.
  for (const needed of [file, dirname(file)]) checkWritable(needed);
  return [
    { state: 'good', subject: 'file', result: `${file} can be read and written.` },
    {
      state: 'good',
      subject: 'in use',
      result: isFresh(lease, clock.now()) ? describe(lease) : 'No Parley runs on it.',
    },
  ];
}

function describe({ pid, since }: LeaseHolder): string {
  return `Parley runs on it since ${new Date(since).toISOString()} (process ${pid}).`;
}

/** One that is missing is created at the start, in the nearest one that is there. */
function checkFolder(folder: string): void {
  let existing = folder;
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  if (!statSync(existing).isDirectory()) {
    throw new ConfigError(
      `STORE_URL: ${existing} is a file, so there can be no folder. Choose another path.`,
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
