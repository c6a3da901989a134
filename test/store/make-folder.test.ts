import assert from 'node:assert/strict';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { makeFolder } from '../../src/store/make-folder.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

describe('makeFolder', () => {
  test('creates all missing folders, for their owner only', () => {
    const deep = join(folder, 'a', 'b', 'c');
    makeFolder(deep);
    makeFolder(deep);
    for (const path of [deep, join(folder, 'a')]) assert.equal(statSync(path).mode & 0o777, 0o700);
  });

  test('fails at once where no folder can be, instead of trying for ever', () => {
    writeFileSync(join(folder, 'file'), '');
    assert.throws(() => makeFolder(join(folder, 'file', 'b', 'c')), /ENOTDIR/);
    // Linux: a parent that exists, and takes no folders.
    if (process.platform === 'linux')
      assert.throws(() => makeFolder('/proc/no-such-folder/b'), /ENOENT/);
  });
});
