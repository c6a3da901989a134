import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Finding } from '../contracts/finding.ts';
import { ConfigError } from '../errors.ts';
import { isPostgresUrl } from '../lib/is-postgres-url.ts';
import { silentLog } from '../lib/log.ts';
import { describeUse } from './describe-use.ts';
import { DAMAGE_CURE, explainSqlite } from './explain-sqlite.ts';
import { findDamage } from './find-damage.ts';
import { isDiskFull } from './is-disk-full.ts';
import { readLease } from './lease.ts';
import { openStore, type StoreOptions } from './open-store.ts';
import { splitUrl } from './split-url.ts';
import { tryWrite } from './try-write.ts';

/** With less than this, the disk may be full soon. */
const LOW_BYTES = 100 * 1000 * 1000;

/**
 * Checks a store for the doctor. Changes nothing, except for one row of its own that it removes, and
 * does not disturb a Parley that works on it.
 *
 * @throws A `ConfigError` when the store cannot be used.
 */
export async function checkStore({
  url,
  directUrl,
  connections,
  clock,
}: Pick<StoreOptions, 'url' | 'directUrl' | 'connections' | 'clock'>): Promise<readonly Finding[]> {
  const { scheme, path } = splitUrl(url);
  if (scheme === 'memory') return [memoryFinding];
  if (isPostgresUrl(url)) {
    const { inspectServer } = await import('./postgres/inspect-server.ts');
    return inspectServer({ url, directUrl, connections, clock });
  }

  const file = resolve(path);
  if (scheme === 'sqlite' && path !== '' && !existsSync(file)) {
    const folder = checkFolder(dirname(file));
    if (isDiskFull(folder)) return [fullFinding(file)];
    const result = `${file} will be created at the first start.`;
    return [{ state: 'good', subject: 'file', result }, ...checkRoom(folder)];
  }

  if (existsSync(file) && statSync(file).size === 0) return [checkEmpty(file)];

  const store = await openStore({ url, clock, log: silentLog, readOnly: true });
  const lease = await readLease(store).finally(() => store.close());
  // SQLite writes its log beside the file.
  for (const needed of [file, dirname(file)]) checkWritable(needed);

  // The write comes last: its connection removes the files beside the store that a reader leaves.
  const contents = await checkContents(file);
  return [checkWrite(file), contents, describeUse(lease, clock.now()), ...checkRoom(dirname(file))];
}

const memoryFinding: Finding = {
  state: 'note',
  subject: 'storage',
  result: 'Parley forgets all conversations when it ends.',
  cure: 'Set STORE_URL to sqlite:./data/parley.sqlite to keep conversations.',
};

function fullFinding(file: string): Finding {
  const result = `${file} cannot be created: its disk is full.`;
  return { state: 'bad', subject: 'file', result, cure: 'Free some space on it.' };
}

function checkEmpty(file: string): Finding {
  for (const needed of [file, dirname(file)]) checkWritable(needed);
  if (isDiskFull(dirname(file))) return fullFinding(file);

  const result = `${file} is empty: Parley starts without any conversations.`;
  return { state: 'note', subject: 'file', result };
}

/** SQLite itself says whether it can write: a full disk or a quota shows in no permission. */
function checkWrite(file: string): Finding {
  const subject = 'file';
  try {
    tryWrite(file);
    return { state: 'good', subject, result: `${file} can be read and written.` };
  } catch (error) {
    const explanation = explainSqlite(error, file);
    if (!explanation) throw error;
    const { problem, cure } = explanation;
    return { state: 'bad', subject, result: `${file} cannot be used: ${problem}.`, cure };
  }
}

async function checkContents(file: string): Promise<Finding> {
  const subject = 'contents';
  const problems = await findDamage(file);
  if (!problems) {
    const cure = `Check it with: sqlite3 ${file} "PRAGMA quick_check"`;
    return { state: 'note', subject, result: 'The file is too large to check it here.', cure };
  }
  if (problems.length === 0) return { state: 'good', subject, result: 'No damage found.' };

  const result = `The file is damaged: ${problems.join('; ')}.`;
  return { state: 'bad', subject, result, cure: DAMAGE_CURE };
}

function checkRoom(folder: string): readonly Finding[] {
  const { bavail, bsize } = statfsSync(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes >= LOW_BYTES) return [];

  const result = `Only ${Math.floor(freeBytes / 1_000_000)} MB are free on its disk.`;
  return [{ state: 'note', subject: 'room', result, cure: 'Free some space on it.' }];
}

/**
 * Checks that the first start can create a missing folder: it must be able to write to the nearest
 * parent folder that exists. Gives that folder.
 */
function checkFolder(folder: string): string {
  let existing = folder;
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);

  if (!statSync(existing).isDirectory()) {
    throw new ConfigError(
      `STORE_URL: ${existing} is a file, so it cannot contain the store. Choose another path.`,
    );
  }
  checkWritable(existing);
  return existing;
}

function checkWritable(path: string): void {
  try {
    accessSync(path, constants.W_OK);
  } catch (cause) {
    const { problem, cure } = explainSqlite(cause, path) ?? {
      problem: 'it cannot be written by this user',
      cure: 'Give the file and its folder to the user that runs Parley, or choose another path.',
    };
    throw new ConfigError(`STORE_URL: cannot use ${path}: ${problem}. ${cure}`, { cause });
  }
}
