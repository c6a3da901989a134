import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { StoreError } from '../../src/errors.ts';
import { explainSqlite, toStoreError } from '../../src/store/explain-sqlite.ts';
import { createSqliteAdapter } from '../../src/store/sqlite-adapter.ts';
import { createDiskWithLimit } from '../helpers/disk-with-limit.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { temporaryFolder } from './temporary-folder.ts';

const path = join(temporaryFolder(), 'parley.sqlite');

describe('explainSqlite', () => {
  // Extended codes of sqlite.org/rescode.html. SQLite reports EDQUOT as SQLITE_IOERR_WRITE.
  for (const [name, fields, kind] of [
    ['SQLITE_FULL', { errcode: 13 }, 'full'],
    ['ENOSPC of a folder', { code: 'ENOSPC' }, 'full'],
    ['a quota', { code: 'EDQUOT' }, 'full'],
    ['SQLITE_CORRUPT', { errcode: 11 }, 'damaged'],
    ['SQLITE_CORRUPT_INDEX', { errcode: 779 }, 'damaged'],
    ['SQLITE_IOERR_READ', { errcode: 266 }, 'damaged'],
    ['SQLITE_IOERR_SHORT_READ', { errcode: 522 }, 'damaged'],
    ['SQLITE_IOERR_CORRUPTFS', { errcode: 8458 }, 'damaged'],
    ['SQLITE_NOTADB', { errcode: 26 }, 'damaged'],
    ['SQLITE_BUSY_SNAPSHOT', { errcode: 517 }, 'unavailable'],
    ['SQLITE_IOERR_WRITE while the disk has room', { errcode: 778 }, 'unavailable'],
    ['SQLITE_READONLY', { errcode: 8 }, 'unavailable'],
    ['SQLITE_ERROR', { errcode: 1 }, 'unavailable'],
  ] as const) {
    test(`calls ${name} ${kind}, and names a cure`, () => {
      const explanation = explainSqlite(Object.assign(new Error('words'), fields), path);
      assert.equal(explanation?.kind, kind);
      assert.match(explanation?.cure ?? '', /^[A-Z].*\.$/);
    });
  }

  test('says of a disk that takes no writes that it is read-only', () => {
    const refusal = Object.assign(new Error('words'), { code: 'EROFS' });
    assert.match(explainSqlite(refusal, path)?.problem ?? '', /read-only/);
  });

  test('tells what to do with a file whose beginning is destroyed', () => {
    const refusal = Object.assign(new Error('words'), { errcode: 26 });
    assert.match(explainSqlite(refusal, path)?.cure ?? '', /backup.*Otherwise choose another/);
  });

  test('leaves errors of other kinds alone', () => {
    const error = new TypeError('a bug');
    assert.equal(toStoreError(error, path), error);
  });
});

test('a full disk fails a write with a StoreError, keeps what was written, and the next write succeeds when there is room', async () => {
  const disk = createDiskWithLimit();
  const { onOpened } = disk;
  const adapter = createSqliteAdapter({
    path,
    clock: createFakeClock(),
    readOnly: false,
    onOpened,
  });
  assert.equal(await adapter.claim('lease', undefined, 'ours'), true);
  disk.fill();
  const large = 'x'.repeat(20_000);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await assert.rejects(adapter.set('a', large), (error) => {
      assert.ok(error instanceof StoreError);
      assert.equal(error.kind, 'full');
      assert.match(error.message, /its disk is full\. Free some space/);
      return true;
    });
    await assert.rejects(adapter.claim('lease', 'ours', large), { kind: 'full' });
  }
  disk.free();
  await adapter.set('a', large);
  assert.equal(await adapter.get('lease'), 'ours');
  await adapter.disconnect?.();
  assert.equal(new DatabaseSync(path).prepare('PRAGMA quick_check').get()?.quick_check, 'ok');
});
