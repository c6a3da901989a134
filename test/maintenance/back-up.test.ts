import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { backUp } from '../../src/maintenance/back-up.ts';
import { explainFailure } from '../../src/maintenance/explain-failure.ts';
import { COMPILE_CACHE } from '../helpers/compile-cache.ts';
import { eventually } from '../helpers/eventually.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { keysIn, makeStore } from './make-store.ts';

const NOW = Date.parse('2026-11-30T03:31:05Z');
const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const WRITER = fileURLToPath(new URL('../store/long-writer.ts', import.meta.url));

/** Backs up into the folder `backups` of the store. */
async function setUp(keys: readonly string[] = ['turn:1', 'turn:2']) {
  const made = await makeStore(keys);
  const target = join(made.folder, 'backups');
  const clock = createFakeClock(NOW);
  return {
    ...made,
    target,
    clock,
    run: (...words: string[]) => backUp({ env: made.env, words: [target, ...words], clock }),
    list: () => readdirSync(target).toSorted(),
  };
}

describe('backUp', () => {
  test('copies the store and parley.yaml into one file that only its owner can read', async () => {
    const { run, env, target, list, store } = await setUp();
    writeFileSync(env.PARLEY_CONFIG, 'default: demo/x\n');
    const output = await run();
    await store.close();
    assert.deepEqual(list(), ['parley-2026-11-30T03-31-05Z.sqlite']);
    const file = join(target, list()[0] ?? '');
    assert.deepEqual(keysIn(file), ['turn:1', 'turn:2']);
    assert.match(readFileSync(file, 'latin1'), /default: demo\/x/);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.match(output, /complete: .*parley-2026.*It holds the store and parley\.yaml/);
    assert.match(output, /\.env is not in it, because of its tokens and keys/);
  });

  test('leaves out what belongs to the running process, and what was removed', async () => {
    const { run, target, list, store } = await setUp(['lease', 'console-session:1', 'turn:1']);
    await store.write([{ key: 'turn:old', value: { text: 'planted words' } }]);
    await store.write([{ key: 'turn:old', value: undefined }]);
    await run();
    await store.close();
    const file = join(target, list()[0] ?? '');
    assert.deepEqual(keysIn(file), ['turn:1']);
    assert.doesNotMatch(readFileSync(file, 'latin1'), /planted words|console-session/);
  });

  test('gives two backups of one second different names', async () => {
    const { run, list, store } = await setUp();
    await run();
    await run();
    await store.close();
    assert.deepEqual(list(), [
      'parley-2026-11-30T03-31-05Z-2.sqlite',
      'parley-2026-11-30T03-31-05Z.sqlite',
    ]);
  });

  test('keeps the newest backups, and touches no file that it did not make', async () => {
    const { run, target, list, clock, store } = await setUp();
    await run();
    const foreign = 'parley-2020-01-01T00-00-00Z.sqlite';
    for (const name of ['notes.txt', foreign]) writeFileSync(join(target, name), 'mine');
    for (let day = 0; day < 4; day++) {
      await clock.advance(86_400_000);
      await run('--keep', '3');
    }
    await store.close();
    const own = ['02', '03', '04'].map((day) => `parley-2026-12-${day}T03-31-05Z.sqlite`);
    assert.deepEqual(list(), ['notes.txt', foreign, ...own]);
  });

  test('removes what a killed backup left behind a day ago', async () => {
    const { run, target, list, store } = await setUp();
    await run();
    const old = 'parley-2026-11-28T00-00-00Z.sqlite.77.partial';
    const young = 'parley-2026-11-30T03-00-00Z.sqlite.78.partial';
    for (const name of [old, young]) writeFileSync(join(target, name), '');
    utimesSync(join(target, old), NOW / 1_000 - 90_000, NOW / 1_000 - 90_000);
    utimesSync(join(target, young), NOW / 1_000 - 60, NOW / 1_000 - 60);
    await run();
    await store.close();
    assert.equal(list().includes(old), false);
    assert.equal(list().includes(young), true);
  });

  test('says what helps where nothing can be backed up, and leaves nothing behind', async () => {
    const { folder, file, env, store, clock } = await setUp();
    const run = (changed: object, ...words: string[]) =>
      backUp({ env: { ...env, ...changed }, words, clock });
    await assert.rejects(
      () => run({ STORE_URL: 'memory:' }),
      /keeps nothing that could be backed up/,
    );
    await assert.rejects(
      () => run({ STORE_URL: `sqlite:${folder}/none` }, folder),
      /There is no store/,
    );
    await assert.rejects(() => run({}, file), /cannot be written \(ENOTDIR\)\. Name a folder/);
    await assert.rejects(() => run({}, folder, folder), /more than one folder/);
    await assert.rejects(() => run({}, '--keep', '0'), /--keep must be a whole number/);
    await assert.rejects(
      () => run({}, '--kep', '1'),
      /Unknown option '--kep'\. Write: npm run backup/,
    );
    await assert.rejects(() => run({}, '--keep'), /argument missing\. Write: npm run backup/);
    await store.close();

    writeFileSync(file, Buffer.from(readFileSync(file)).fill(0x5a, 4096, 16_384));
    await assert.rejects(() => run({}, folder), /is damaged/);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('parley-')),
      [],
    );
  });

  test('explains a full disk', () => {
    const files = { from: '/a/store', to: '/b/backup' };
    const full = [
      Object.assign(new Error('database or disk is full'), { errcode: 13 }),
      Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' }),
    ];
    for (const error of full)
      assert.match(explainFailure(error, files).message, /^\/b\/backup .*disk is full\. Free/);
  });

  test('is of one moment while another process writes a thousand times', async () => {
    const { env, folder, file, clock, store, ...rest } = await setUp([]);
    await store.close();
    const writer = spawn(process.execPath, [WRITER, env.STORE_URL], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let written = 0;
    writer.stdout?.setEncoding('utf8').on('data', (text: string) => {
      written = Number(text.trim().split('\n').at(-1));
    });
    try {
      while (written < 1_000) {
        await rest.run();
        await delay(20);
      }
    } finally {
      writer.kill('SIGKILL');
      await once(writer, 'close');
    }
    const counts = rest.list().map((name) => {
      const keys = new Set(keysIn(join(rest.target, name)));
      const lefts = [...keys].filter((key) => key.startsWith('left'));
      for (const key of lefts) assert.ok(keys.has(key.replace('left', 'right')), `${name}: ${key}`);
      assert.equal(keys.size, 2 * lefts.length);
      return lefts.length;
    });
    assert.ok(Math.max(...counts) > Math.min(...counts));
    assert.ok(existsSync(file) && existsSync(folder));
  });

  test('puts nothing under its name when it is killed before it is complete', async () => {
    const { env, folder, file, store } = await setUp();
    await store.close();
    const database = new DatabaseSync(file);
    database.exec(
      `WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number LIMIT 600)
       INSERT INTO entries SELECT 'big:' || n, hex(randomblob(25000)), NULL FROM number`,
    );
    database.close();

    const child = spawn(process.execPath, [MAIN, 'backup', '.env'], {
      cwd: folder,
      env: { ...COMPILE_CACHE, ...env },
      stdio: 'ignore',
    });
    const ended = once(child, 'close');
    const target = join(folder, 'backups');
    const names = () => (existsSync(target) ? readdirSync(target) : []);
    while (names().length === 0 && child.exitCode === null) await delay(1);
    child.kill('SIGKILL');
    await ended;
    await eventually('the first file', () => names().length > 0);
    // A fast machine may have completed it: then it must be whole.
    for (const name of names().filter((each) => each.endsWith('.sqlite')))
      assert.equal(keysIn(join(target, name)).length, 602);
  });
});
