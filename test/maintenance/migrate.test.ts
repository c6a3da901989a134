import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { systemClock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { readPidWorld } from '../../src/lib/read-pid-world.ts';
import { backUp } from '../../src/maintenance/back-up.ts';
import { exportUsage } from '../../src/maintenance/export-usage.ts';
import { migrate } from '../../src/maintenance/migrate.ts';
import { restore } from '../../src/maintenance/restore.ts';
import { openStore } from '../../src/store/open-store.ts';
import { OLD_STORE } from '../helpers/old-store.ts';
import { freshDatabase, sharedCluster, withoutPostgres } from '../helpers/postgres.ts';
import { seedUsage } from '../helpers/seed-usage.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { chargeOf } from '../usage/charges.ts';

const all = temporaryFolder();
const clock = systemClock;

/** A path in a folder of its own. */
const freshFile = () => join(mkdtempSync(join(all, 'migrate-')), 'parley.sqlite');

async function move(from: string, to: string, env: Record<string, string> = {}) {
  const notes: string[] = [];
  const note = (text: string) => void notes.push(text);
  const text = await migrate({ env, words: [from, to], clock, note });
  return { text, notes };
}

/** All entries of a file, except those of its process. */
function entriesOf(file: string) {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database
    .prepare("SELECT key, value, expires FROM entries WHERE key <> 'lease' ORDER BY key")
    .all();
  database.close();
  return rows.map((row) => ({ ...row }));
}

/** A copy of the store of an old Parley. What it keeps for a time only is kept for ever here. */
function oldStore() {
  const file = freshFile();
  copyFileSync(OLD_STORE, file);
  const database = new DatabaseSync(file);
  database.exec('UPDATE entries SET expires = 9000000000000 WHERE expires IS NOT NULL');
  database.close();
  return file;
}

/** A store with many entries, some of them long. */
async function largeStore(count: number) {
  const url = `sqlite:${freshFile()}`;
  const store = await openStore({ url, clock, log: silentLog });
  const long = 'x'.repeat(1_000_000);
  const key = (index: number) => `turn:${String(index).padStart(6, '0')}`;
  await store.write(
    Array.from({ length: count }, (_, index) => ({
      key: key(index),
      value: index % 400 === 0 ? { long } : { index },
    })),
  );
  await store.write([{ key: 'short-lived', value: { a: 1 }, ttlMs: 60_000_000 }]);
  await store.write([{ key: 'expired', value: { a: 1 }, ttlMs: -1 }]);
  await store.close();
  return url;
}

describe('migrate', () => {
  test('copies every entry of a file to another one, in batches, and leaves the first as it is', async () => {
    const from = await largeStore(2_500);
    const before = readFileSync(from.slice('sqlite:'.length));
    const to = freshFile();
    const { text } = await move(from, `sqlite:${to}`);
    assert.match(text, /2,501 entries .*read back and compared/);
    assert.deepEqual(entriesOf(to), entriesOf(from.slice('sqlite:'.length)));
    assert.deepEqual(readFileSync(from.slice('sqlite:'.length)), before);
  });

  test('takes no part of a copy that was killed for a store, and begins again', async () => {
    const from = await largeStore(10);
    const to = freshFile();
    const left = await openStore({ url: `sqlite:${to}.partial`, clock, log: silentLog });
    await left.write([{ key: 'turn:of an earlier attempt', value: {} }]);
    await left.close();
    assert.equal(existsSync(to), false);
    await move(from, `sqlite:${to}`);
    assert.deepEqual(entriesOf(to), entriesOf(from.slice('sqlite:'.length)));
    assert.equal(existsSync(`${to}.partial`), false);
  });

  test('refuses a store that a process works on, and one that has entries', async () => {
    const from = await largeStore(1);
    const used = freshFile();
    const store = await openStore({ url: `sqlite:${used}`, clock, log: silentLog });
    const now = clock.now();
    const lease = { format: 1, token: 't', pid: process.ppid, pidWorld: 'elsewhere', since: now };
    await store.write([{ key: 'lease', value: { ...lease, renewedAt: now } }]);
    const inUse = new RegExp(`process ${process.ppid} works on this store\\. Stop every Parley`);
    await assert.rejects(move(from, `sqlite:${used}`), inUse);
    await assert.rejects(move(`sqlite:${used}`, `sqlite:${freshFile()}`), inUse);
    await store.write([
      { key: 'lease', value: undefined },
      { key: 'turn:1', value: {} },
    ]);
    await store.close();
    const before = readFileSync(used);
    await assert.rejects(
      move(from, `sqlite:${used}`),
      /there is a store already.*Move its files to another folder/,
    );
    await assert.rejects(move(from, from), /there is a store already/);
    assert.deepEqual(readFileSync(used), before);
  });

  test('says what is wrong with the words and the files, and shows no password', async () => {
    await assert.rejects(migrate({ env: {}, words: ['a'], clock, note: () => {} }), /FROM TO/);
    const missing = freshFile();
    await assert.rejects(move(`sqlite:${missing}`, `sqlite:${freshFile()}`), {
      message: `There is no store at ${missing}: no Parley has run with this STORE_URL yet.`,
    });
    await assert.rejects(move('memory:', `sqlite:${freshFile()}`), /FROM: .*no address of a store/);
    const other = freshFile();
    writeFileSync(
      other,
      'no database, but long enough to look like one to those who read a header',
    );
    await assert.rejects(move(`sqlite:${other}`, 'memory:'), /not an SQLite database/);
    for (const url of ['postgres://me:s3cr3t-word@127.0.0.1:1/x', 'postgres://me:s3cr3t-wo#rd@h/x'])
      await assert.rejects(move(url, 'memory:'), (error: Error) => !error.message.includes('s3cr'));
  });

  test('brings an old store into PostgreSQL and back, with the same entries', {
    skip: withoutPostgres,
  }, async (t) => {
    const old = oldStore();
    const database = await freshDatabase(t);
    const { query } = await sharedCluster();
    const { text } = await move(`sqlite:${old}`, 'STORE_URL', { STORE_URL: database });
    assert.match(text, /next start continues: 1\./);
    assert.doesNotMatch(text, /p@ss|p%40ss/);

    const hosts = await query('SELECT chat, member FROM parley.hosts', database);
    const marks = await query(
      "SELECT key FROM parley.entries WHERE key = 'open' OR key LIKE 'open:%'",
      database,
    );
    assert.deepEqual(
      marks.map(({ key }) => key),
      hosts.map(({ chat }) => `open:${chat}`),
    );
    assert.equal(hosts.length, 1);
    assert.equal(hosts[0]?.member, null);
    await assert.rejects(move(`sqlite:${old}`, database), /TO: there is a store.*DROP SCHEMA/);

    const folder = join(old, '../backups');
    const env = { STORE_URL: database, PARLEY_CONFIG: `${old}.yaml` };
    const made = await backUp({ env, words: [folder], clock });
    const [backup = ''] = /\S+\.sqlite/.exec(made) ?? [];
    assert.deepEqual(entriesOf(backup), entriesOf(old));
    assert.equal(statSync(backup).mode & 0o777, 0o600);
    const elsewhere = await freshDatabase(t);
    const restored = { env: { ...env, STORE_URL: elsewhere }, words: [backup], clock };
    assert.match(await restore(restored), /The store is restored: 127/);
    const count = 'SELECT count(*) FROM parley.entries';
    assert.deepEqual(await query(count, elsewhere), await query(count, database));
    await assert.rejects(restore(restored), /there is a store already/);

    await seedUsage({ STORE_URL: elsewhere }, [chargeOf({})]);
    const lines: string[] = [];
    const write = async (line: string) => void lines.push(line);
    await exportUsage({ env: restored.env, clock, args: [], write, note: () => {} });
    assert.equal(lines.join('').trim().split('\r\n').length, 2);

    const back = freshFile();
    await move(database, `sqlite:${back}`);
    assert.deepEqual(entriesOf(back), entriesOf(old));
  });

  test('leaves nothing in PostgreSQL when it breaks off, and refuses a fleet and events that wait', {
    skip: withoutPostgres,
  }, async (t) => {
    const database = await freshDatabase(t);
    const { query } = await sharedCluster();
    const count = async () =>
      (await query('SELECT count(*)::int AS count FROM parley.entries', database))[0]?.count;
    const from = await largeStore(600);
    // An index of PostgreSQL takes no key of this length, which comes last.
    const file = new DatabaseSync(from.slice('sqlite:'.length));
    const long = `zzz${Array.from({ length: 2_000 }, (_, index) => index * 7_919).join('')}`;
    file.prepare("INSERT INTO entries (key, value) VALUES (?, '{}')").run(long);
    await assert.rejects(move(from, database), /PostgreSQL.*cannot hold this value/);
    assert.equal(await count(), 0);
    file.prepare('DELETE FROM entries WHERE key = ?').run(long);
    file.close();

    await move(from, database);
    assert.equal(await count(), 601);
    await query("INSERT INTO parley.events (chat, content) VALUES ('c', '{}')", database);
    const to = `sqlite:${freshFile()}`;
    await assert.rejects(move(database, to), /wait to be dealt with: 1\..*Start a worker/);
    const member = { id: 'm', number: 3, role: 'worker', version: '1', storeFormat: 1, since: 0 };
    const place = { pid: process.ppid, pidWorld: readPidWorld(), renewedAt: clock.now() };
    const record = JSON.stringify({ value: { format: 1, member, ...place } });
    await query(
      `INSERT INTO parley.entries (key, value) VALUES ('process:3', '${record}')`,
      database,
    );
    await assert.rejects(move(database, to), /FROM: process 3 \(worker\) works on this store/);
  });
});
