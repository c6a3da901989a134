import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../src/lib/clock.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { openPostgres } from '../../../src/store/postgres/open-postgres.ts';
import { createPostgresAdapter } from '../../../src/store/postgres/postgres-adapter.ts';
import { createStore } from '../../../src/store/store.ts';
import { storeAdapterSuite } from '../../contracts/store-adapter-suite.ts';
import { sharedCluster, withoutPostgres } from '../../helpers/postgres.ts';

/** The order of its texts is that of a dictionary, unlike that of keys. */
async function englishDatabase(): Promise<string> {
  const { query, url } = await sharedCluster();
  const name = `english_${process.pid}`;
  await query(
    `CREATE DATABASE ${name} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en' LOCALE 'C'`,
  );
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

let database: Promise<string> | undefined;

storeAdapterSuite(
  'postgres',
  async (clock) => {
    database ??= englishDatabase();
    const url = await database;
    const { adapter } = await openPostgres({ url, clock, log: silentLog, readOnly: false });
    await adapter.clear();
    return adapter;
  },
  { skip: withoutPostgres },
);

test('takes one way to the server for all reads of a moment, and two for all writes of a moment', async () => {
  const statements: string[] = [];
  const connections = {
    async repeat(text: string) {
      statements.push(text.trim().slice(0, 6));
      return [{ is_allowed: true, is_matching: true, put: 1, removed: [] }];
    },
    once: async () => [],
    close: async () => {},
  };
  const runLong = async () => {};
  const parts = { connections, runLong, clock: systemClock, close: connections.close };
  const store = createStore({ adapter: createPostgresAdapter(parts), clock: systemClock });
  const keys = Array.from({ length: 40 }, (_, index) => `k${index}`);
  await Promise.all([...keys.map(store.get), store.getMany(keys)]);
  assert.deepEqual(statements.splice(0), ['SELECT']);
  // The first goes at once, the others together after it.
  await Promise.all(keys.map((key) => store.write([{ key, value: { a: 1 }, isAnnounced: true }])));
  assert.deepEqual(statements.splice(0), ['WITH f', 'WITH f']);
});
