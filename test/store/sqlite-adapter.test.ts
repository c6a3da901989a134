import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { ConfigError } from '../../src/errors.ts';
import { createSqliteAdapter } from '../../src/store/sqlite-adapter.ts';
import { storeAdapterSuite } from '../contracts/store-adapter-suite.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { GIVE_UP_MS } from '../helpers/give-up-ms.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const clock = createFakeClock();
let files = 0;
const freshPath = () => join(folder, `fresh-${files++}`, 'parley.sqlite');
const open = (path: string, readOnly = false) => createSqliteAdapter({ path, clock, readOnly });

storeAdapterSuite('sqlite', (clock) =>
  createSqliteAdapter({ path: freshPath(), clock, readOnly: false }),
);

describe('the SQLite file', () => {
  test('is created with a folder that only its owner may enter', async () => {
    const path = freshPath();
    await open(path).disconnect?.();
    assert.ok(existsSync(path));
    assert.equal(statSync(dirname(path)).mode & 0o777, 0o700);
  });

  test('holds nothing of what was removed or replaced, in itself or in its log', async () => {
    const path = freshPath();
    const adapter = open(path);
    await adapter.claim('lease', undefined, '{}');
    for (let turn = 0; turn < 200; turn += 1) {
      await adapter.set(`turn:${turn}`, `${turn % 3 === 0 ? 'walnut' : 'plain'} `.repeat(turn * 8));
    }
    for (let turn = 0; turn < 200; turn += 3) {
      await (turn % 2 === 0 ? adapter.delete(`turn:${turn}`) : adapter.set(`turn:${turn}`, '{}'));
    }
    await adapter.compact();
    assert.ok(!readFileSync(path).includes('walnut'));
    assert.ok(!readFileSync(`${path}-wal`).includes('walnut'));
    await adapter.disconnect?.();
  });

  test('can be cleaned while another process reads it, which waits for nothing', async () => {
    const path = freshPath();
    const adapter = open(path);
    await adapter.claim('lease', undefined, '{}');
    await adapter.set('a', 'walnut');
    const reader = new DatabaseSync(path, { readOnly: true });
    reader.exec('BEGIN; SELECT * FROM entries');
    await adapter.delete('a');
    await adapter.purge();
    await adapter.compact();
    reader.close();
    await adapter.compact();
    assert.ok(!readFileSync(path).includes('walnut'));
    assert.ok(!readFileSync(`${path}-wal`).includes('walnut'));
    await adapter.disconnect?.();
  });

  test('of an earlier version holds no more of what that version removed after a purge', async () => {
    const path = freshPath();
    await open(path).disconnect?.();
    const earlier = new DatabaseSync(path);
    earlier.exec(`PRAGMA secure_delete = OFF;
      INSERT INTO entries (key, value) VALUES ('a', '${'walnut '.repeat(5_000)}');
      DELETE FROM entries WHERE key = 'a';`);
    earlier.close();
    assert.ok(readFileSync(path).includes('walnut'));

    const adapter = open(path);
    await adapter.claim('lease', undefined, '{}');
    await adapter.purge();
    assert.ok(!readFileSync(path).includes('walnut'));
    await adapter.disconnect?.();
  });

  test('keeps what was written, even if it was never closed', async () => {
    const path = freshPath();
    await open(path).set('a', '1');
    assert.equal(await open(path).get('a'), '1');
  });

  test('holds every confirmed batch and no half of a batch after a kill -9', async () => {
    const path = freshPath();
    const writer = spawn(
      process.execPath,
      [join(import.meta.dirname, 'long-writer.ts'), `sqlite:${path}`],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        timeout: 5 * GIVE_UP_MS,
      },
    );
    const exit = once(writer, 'exit');
    let confirmed = 0;
    for await (const line of createInterface(writer.stdout)) {
      confirmed = Number(line);
      if (confirmed >= 500) writer.kill('SIGKILL');
    }
    assert.deepEqual(await exit, [null, 'SIGKILL']);
    const adapter = open(path);
    const pairs = Array.from({ length: confirmed + 2 }, (_, index) => [
      `left${index + 1}`,
      `right${index + 1}`,
    ]);
    const found = await Promise.all(pairs.map((keys) => adapter.hasMany(keys)));
    assert.ok(confirmed >= 500);
    assert.ok(found.slice(0, confirmed).every(([left, right]) => left && right));
    assert.ok(found.every(([left, right]) => left === right));
  });

  test('uses a write-ahead log', () => {
    const path = freshPath();
    open(path);
    assert.ok(existsSync(`${path}-wal`));
  });

  test('can be read while another process has it open, and is not created by a reader', async () => {
    const path = freshPath();
    assert.throws(() => open(path, true), /no Parley has run/);
    assert.ok(!existsSync(dirname(path)));
    await open(path).set('a', '1');
    const reader = open(path, true);
    assert.equal(await reader.get('a'), '1');
    await assert.rejects(reader.set('a', '2'));
  });
});

describe('createSqliteAdapter refuses, with a ConfigError that names the path,', () => {
  function refuses(path: string, cure: RegExp): void {
    assert.throws(
      () => open(path),
      (error: unknown) => {
        assert.ok(error instanceof ConfigError);
        assert.ok(error.message.includes(path), error.message);
        assert.match(error.message, cure);
        return true;
      },
    );
  }

  test('a folder under a file', () => {
    const path = join(folder, 'file', 'parley.sqlite');
    writeFileSync(dirname(path), '');
    refuses(path, /may write to/);
  });

  test('a folder', () => {
    const path = join(folder, 'folder');
    mkdirSync(path);
    refuses(path, /may write to/);
  });

  test('a file that is not a database', () => {
    const path = join(folder, 'letter.txt');
    writeFileSync(path, 'Dear Parley, '.repeat(100));
    refuses(path, /not an SQLite database/);
  });

  test("another program's database", () => {
    const path = join(folder, 'other.sqlite');
    new DatabaseSync(path).exec('CREATE TABLE theirs (a)');
    refuses(path, /belongs to another program/);
  });

  test('a file of a newer Parley', async () => {
    const path = freshPath();
    await open(path).disconnect?.();
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 2');
    database.close();
    refuses(path, /newer Parley.*Update/);
  });
});
