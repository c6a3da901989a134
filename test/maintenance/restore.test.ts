import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { backUp } from '../../src/maintenance/back-up.ts';
import { restore } from '../../src/maintenance/restore.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { OLD_STORE } from '../helpers/old-store.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { keysIn, makeStore } from './make-store.ts';

const NOW = Date.parse('2026-11-30T03:31:05Z');

/** A store that can be backed up into a folder beside it. */
async function setUp() {
  const made = await makeStore(['turn:1', 'turn:2']);
  const target = join(made.folder, 'backups');
  const clock = createFakeClock(NOW);
  return {
    ...made,
    target,
    clock,
    run: () => backUp({ env: made.env, words: [target], clock }),
    list: () => readdirSync(target).toSorted(),
  };
}

describe('restore', () => {
  test('puts the store and parley.yaml into an empty folder', async () => {
    const { run, env, target, list, clock, store } = await setUp();
    writeFileSync(env.PARLEY_CONFIG, 'default: demo/x\n');
    await run();
    await store.close();
    const folder = join(temporaryFolder(), 'new');
    const file = join(folder, 'parley.sqlite');
    const settings = join(folder, 'parley.yaml');
    const output = await restore({
      env: { STORE_URL: `sqlite:${file}`, PARLEY_CONFIG: settings },
      words: [join(target, list()[0] ?? '')],
      clock,
    });
    assert.deepEqual(keysIn(file), ['turn:1', 'turn:2']);
    assert.equal(readFileSync(settings, 'utf8'), 'default: demo/x\n');
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(folder).toSorted(), ['parley.sqlite', 'parley.yaml']);
    assert.match(output, /store is restored.*parley\.yaml is restored.*\.env was not/s);
  });

  test('keeps a parley.yaml that is there', async () => {
    const { run, env, target, list, clock, store } = await setUp();
    writeFileSync(env.PARLEY_CONFIG, 'default: demo/x\n');
    await run();
    await store.close();
    writeFileSync(env.PARLEY_CONFIG, 'default: demo/mine\n');
    const moved = { ...env, STORE_URL: `${env.STORE_URL}2` };
    const output = await restore({ env: moved, words: [join(target, list()[0] ?? '')], clock });
    assert.equal(readFileSync(env.PARLEY_CONFIG, 'utf8'), 'default: demo/mine\n');
    assert.match(output, /parley\.yaml exists, so it stays/);
  });

  test('changes nothing where a store is, and says whether Parley works on it', async () => {
    const { run, env, file, target, list, clock, store } = await setUp();
    await run();
    const words = [join(target, list()[0] ?? '')];
    await assert.rejects(
      restore({ env, words, clock }),
      /a store already.*Move its files.*data\.sq/s,
    );
    const held = { token: 'x', pid: 1, pidWorld: 'other', since: NOW, renewedAt: NOW };
    await store.write([{ key: 'lease', value: held }]);
    await assert.rejects(restore({ env, words, clock }), /Parley works on it: stop that first/);
    await store.close();
    assert.deepEqual(keysIn(file), ['lease', 'turn:1', 'turn:2']);
  });

  test('refuses what is no whole backup of Parley, and leaves nothing behind', async () => {
    const { run, target, list, clock, store } = await setUp();
    await run();
    await store.close();
    const folder = temporaryFolder();
    const env = { STORE_URL: `sqlite:${join(folder, 'data', 'new.sqlite')}` };
    const backup = readFileSync(join(target, list()[0] ?? ''));
    const other = join(folder, 'other.sqlite');
    const foreign = new DatabaseSync(other);
    foreign.exec('CREATE TABLE x (y)');
    foreign.close();
    const write = (name: string, bytes: Uint8Array) => {
      writeFileSync(join(folder, name), bytes);
      return join(folder, name);
    };
    for (const [words, reason] of [
      [[], /Name the backup/],
      [['a', 'b'], /Name the backup/],
      [[join(folder, 'none')], /There is no file/],
      [[write('text', Buffer.from('no database at all'))], /^(?!STORE_URL).*is not an SQLite/],
      [[write('empty', Buffer.alloc(0))], /is empty/],
      [[other], /belongs to another program/],
      [[write('cut', backup.subarray(0, backup.length - 4096))], /damaged\. Restore another one/],
      [[write('broken', Buffer.from(backup).fill(0x5a, 4096, 12_288))], /damaged/],
    ] as const)
      await assert.rejects(restore({ env, words, clock }), reason, String(words));
    await assert.rejects(
      restore({ env: { STORE_URL: 'memory:' }, words: [other], clock }),
      /memory:, where nothing can be restored/,
    );
    const data = join(folder, 'data');
    assert.deepEqual(existsSync(data) ? readdirSync(data) : [], []);
  });

  test('takes the store of an earlier version as it is', async () => {
    const file = join(temporaryFolder(), 'data', 'parley.sqlite');
    const env = { STORE_URL: `sqlite:${file}` };
    const output = await restore({ env, words: [OLD_STORE], clock: createFakeClock(NOW) });
    assert.match(output, /The backup has no parley\.yaml/);
    assert.deepEqual(
      keysIn(file),
      keysIn(OLD_STORE).filter((key) => key !== 'lease'),
    );
  });
});
