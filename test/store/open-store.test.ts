import assert from 'node:assert/strict';
import { copyFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ConfigError } from '../../src/errors.ts';
import { silentLog } from '../../src/lib/log.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { OLD_STORE } from '../helpers/old-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const log = silentLog;

test('openStore takes a path of SQLite with and without slashes before it', async () => {
  const clock = createFakeClock();
  const path = join(folder, 'a.sqlite');
  const first = await openStore({ url: `sqlite:${path}`, clock, log });
  await first.write([{ key: 'a', value: { n: 1 } }]);
  await first.close();
  const second = await openStore({
    url: pathToFileURL(path).href.replace('file:', 'sqlite:'),
    clock,
    log,
  });
  assert.deepEqual(await second.get('a'), { n: 1 });
  await second.close();
});

test('a store in memory forgets everything when it is closed', async () => {
  const options = { url: 'memory:', clock: createFakeClock(), log };
  const first = await openStore(options);
  await first.write([{ key: 'a', value: {} }]);
  await first.close();
  assert.equal(await (await openStore(options)).get('a'), undefined);
});

test('openStore refuses an unsupported address, names supported ones, and no password', async () => {
  for (const url of ['redis://me:secret@host', 'parley.sqlite', 'sqlite:', '']) {
    await assert.rejects(openStore({ url, clock: createFakeClock(), log }), (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, /STORE_URL.*sqlite:\.\/data\/parley\.sqlite/);
      assert.ok(!error.message.includes('secret'));
      return true;
    });
  }
});

/** Fills a store with turns that expire, and gives the sizes of its file before and after their removal. */
async function pruneStore(path: string) {
  const clock = createFakeClock();
  const store = await openStore({ url: `sqlite:${path}`, clock, log });
  await store.claim('lease', undefined, { token: 'ours' });
  const text = 'x'.repeat(10_000);
  for (let index = 0; index < 1_000; index += 1)
    await store.write([{ key: `turn${index}`, value: { text }, ttlMs: 1_000 }]);
  await store.write([{ key: 'kept', value: { text } }]);
  const walBytes = statSync(`${path}-wal`).size;
  const before = statSync(path).size;
  await clock.advance(2 * 60 * 60_000);
  assert.deepEqual(await store.get('kept'), { text });
  await store.close();
  return { before, after: statSync(path).size, walBytes };
}

test('the file shrinks after old turns are removed, and its log stays small', async () => {
  const { before, after, walBytes } = await pruneStore(join(folder, 'shrinks.sqlite'));
  assert.ok(before > 10_000_000, String(before));
  assert.ok(after < 2_000_000, String(after));
  assert.ok(walBytes < 1_000_000, String(walBytes));
});

test('a file of an earlier version shrinks as well', async () => {
  const path = join(folder, 'old.sqlite');
  copyFileSync(OLD_STORE, path);
  const database = new DatabaseSync(path);
  database.exec("DELETE FROM entries WHERE key = 'lease'");
  database.close();
  const { after } = await pruneStore(path);
  assert.ok(after < 2_000_000, String(after));
});

test('a store removes all expired values at the start and every hour, until it is closed', async () => {
  const clock = createFakeClock();
  const path = join(folder, 'swept.sqlite');
  const rows = () =>
    new DatabaseSync(path, { readOnly: true }).prepare('SELECT count(*) AS n FROM entries').get()
      ?.n;
  const fill = Array.from({ length: 1_200 }, (_, index) => ({
    key: `k${index}`,
    value: {},
    ttlMs: 1_000,
  }));

  const store = await openStore({ url: `sqlite:${path}`, clock, log });
  await clock.advance(1);
  await store.write([...fill, { key: 'kept', value: {} }]);
  await clock.advance(60_000);
  assert.equal(rows(), 1_201);
  await clock.advance(60 * 60_000);
  assert.equal(rows(), 1);

  await store.write(fill);
  await store.close();
  assert.equal(clock.pending, 0);
  await clock.advance(60_000);
  const again = await openStore({ url: `sqlite:${path}`, clock, log });
  await clock.advance(1_000);
  assert.equal(rows(), 1);
  await again.close();
});
