import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { measureStore } from '../../src/store/measure-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('the size of a store is that of all its files, and a store in memory has none', async () => {
  const path = join(temporaryFolder(), 'parley.sqlite');
  assert.equal(await measureStore(`sqlite:${path}`), 0);
  await writeFile(path, 'x'.repeat(100));
  await writeFile(`${path}-wal`, 'x'.repeat(20));
  assert.equal(await measureStore(`sqlite:${path}`), 120);
  assert.equal(await measureStore('memory:'), undefined);
});
