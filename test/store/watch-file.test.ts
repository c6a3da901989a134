import assert from 'node:assert/strict';
import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { silentLog } from '../../src/lib/log.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

/** Gives the lines of ten minutes in which somebody changes the file of an open store. */
async function linesAfter(name: string, change: (path: string) => void): Promise<string[]> {
  const clock = createFakeClock();
  const lines: string[] = [];
  const log = { ...silentLog, error: (_fields: unknown, message: string) => lines.push(message) };
  const path = join(folder, `${name}.sqlite`);
  const store = await openStore({ url: `sqlite:${path}`, clock, log });
  await store.write([{ key: 'a', value: {} }]);
  change(path);
  await clock.advance(10 * 60_000);
  await store.close();
  return lines;
}

describe('an open store whose file', () => {
  test('was removed says so once, and what to do', async () => {
    const [line, ...more] = await linesAfter('removed', (path) => rmSync(path));
    assert.match(line ?? '', /was removed while Parley works on it.* Restart Parley/);
    assert.deepEqual(more, []);
  });

  test('was replaced by a backup says so once', async () => {
    const [line, ...more] = await linesAfter('replaced', (path) => {
      copyFileSync(path, `${path}.backup`);
      renameSync(`${path}.backup`, path);
    });
    assert.match(line ?? '', /was replaced/);
    assert.deepEqual(more, []);
  });

  test('only grows says nothing', async () => {
    assert.deepEqual(await linesAfter('kept', () => {}), []);
  });
});
