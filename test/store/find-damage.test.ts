import assert from 'node:assert/strict';
import { closeSync, copyFileSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { silentLog } from '../../src/lib/log.ts';
import { checkAfterCrash } from '../../src/store/check-after-crash.ts';
import { checkStore } from '../../src/store/check-store.ts';
import { findDamage } from '../../src/store/find-damage.ts';
import { acquireLease } from '../../src/store/lease.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { OLD_STORE } from '../helpers/old-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const PAGE_BYTES = 4096;
let files = 0;

/** A copy of the old store with noise on one of its seven pages. */
function storeWithNoise(page?: number): string {
  const path = join(folder, `${files++}.sqlite`);
  copyFileSync(OLD_STORE, path);
  if (page !== undefined) {
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(PAGE_BYTES, 0xa7), 0, PAGE_BYTES, page * PAGE_BYTES);
    closeSync(file);
  }
  return path;
}

describe('findDamage', () => {
  test('finds nothing in a good file, also while a process works on it', async () => {
    const path = storeWithNoise();
    assert.deepEqual(await findDamage(path), []);
    const store = await openStore({
      url: `sqlite:${path}`,
      clock: createFakeClock(),
      log: silentLog,
    });
    await store.write([{ key: 'a', value: {} }]);
    assert.deepEqual(await findDamage(path), []);
    await store.close();
  });

  for (let page = 0; page < 7; page += 1) {
    test(`finds noise on page ${page}`, async () => {
      assert.notDeepEqual(await findDamage(storeWithNoise(page)), []);
    });
  }

  test('finds that a file is no database', async () => {
    const path = join(folder, 'letter');
    writeFileSync(path, 'Dear Parley, '.repeat(1_000));
    assert.match(String(await findDamage(path)), /not a database/);
  });
});

test('a start after a crash logs the damage and its cure, and rejects never', async () => {
  const lines: string[] = [];
  const record = (_fields: unknown, message: string) => lines.push(message);
  const log = { ...silentLog, info: record, warn: record, error: record };
  await checkAfterCrash(`sqlite:${storeWithNoise(4)}`, log);
  await checkAfterCrash(`sqlite:${storeWithNoise()}`, log);
  await checkAfterCrash(`sqlite:${join(folder, 'none', 'missing')}`, log);
  await checkAfterCrash('memory:', log);
  assert.equal(lines.length, 3);
  assert.match(lines[0] ?? '', /damaged.*Stop Parley.*backup.*docs.failures\.md/);
  assert.match(lines[1] ?? '', /did not end in order; the file is whole/);
  assert.match(lines[2] ?? '', /cannot be checked/);
});

describe('a damaged page', () => {
  for (let page = 1; page < 7; page += 1) {
    test(`${page} ends a start with a clear sentence, or lets it go on`, async () => {
      const clock = createFakeClock();
      const options = { clock, log: silentLog, onLost: () => {}, isGone: () => true };
      try {
        const store = await openStore({ url: `sqlite:${storeWithNoise(page)}`, ...options });
        await acquireLease({ store, ...options });
        await store.get('open');
      } catch (error) {
        assert.match(String(error), /(Store|Config)Error: .*it is damaged\. Stop Parley/);
      }
    });

    test(`${page} is told by the doctor, with the cure`, async () => {
      const clock = createFakeClock();
      try {
        const findings = await checkStore({ url: `sqlite:${storeWithNoise(page)}`, clock });
        const bad = findings.filter(({ state }) => state === 'bad');
        assert.match(bad.map(({ result }) => result).join(), /damaged/);
        assert.match(bad[0]?.cure ?? '', /backup/);
      } catch (error) {
        assert.match(String(error), /ConfigError: .*it is damaged\. Stop Parley/);
      }
    });
  }
});
