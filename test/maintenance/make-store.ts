import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { openStore } from '../../src/store/open-store.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

/** One for all tests of a file. */
const all = temporaryFolder();

/** A folder with a store of these keys, and the variables that name it. */
export async function makeStore(keys: readonly string[]) {
  const folder = mkdtempSync(join(all, 'store-'));
  const file = join(folder, 'data.sqlite');
  const env = { STORE_URL: `sqlite:${file}`, PARLEY_CONFIG: join(folder, 'parley.yaml') };
  const store = await openStore({ url: env.STORE_URL, clock: systemClock, log: silentLog });
  await store.write(keys.map((key) => ({ key, value: { text: `text of ${key}` } })));
  return { folder, file, env, store };
}

/** The keys of a file, in order. */
export function keysIn(file: string): readonly string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare('SELECT key FROM entries ORDER BY key').all();
  database.close();
  return rows.map(({ key }) => String(key));
}
