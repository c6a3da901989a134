import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { silentLog } from '../../src/lib/log.ts';
import { readPidWorld } from '../../src/lib/read-pid-world.ts';
import { checkStore } from '../../src/store/check-store.ts';
import { acquireLease } from '../../src/store/lease.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { freshDatabase, withoutPostgres } from '../helpers/postgres.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const clock = createFakeClock();
const check = (url: string) => checkStore({ url, clock });

describe('checkStore', () => {
  test('says that a missing store can be created, and does not create it', async () => {
    const file = join(folder, 'new', 'deeper', 'parley.sqlite');
    const [finding] = await check(`sqlite:${file}`);
    assert.equal(finding?.state, 'good');
    assert.match(finding?.result ?? '', /will be created/);
    assert.equal(existsSync(dirname(file)), false);
  });

  test('tells by the lease whether Parley runs', async () => {
    const url = `sqlite:${join(folder, 'used.sqlite')}`;
    const store = await openStore({ url, clock, log: silentLog });
    const lease = await acquireLease({
      store,
      clock,
      log: silentLog,
      onLost: () => assert.fail('the lease was lost'),
    });
    const readUse = async () =>
      (await check(url)).find(({ subject }) => subject === 'in use')?.result ?? '';
    assert.match(await readUse(), new RegExp(`Parley has run.*process ${process.pid}`));
    await lease.release();
    assert.match(await readUse(), /No Parley/);
    await store.close();
  });

  test('says what a lease means that nobody has renewed for 30 s', async () => {
    const url = `sqlite:${join(folder, 'stale.sqlite')}`;
    const store = await openStore({ url, clock, log: silentLog });
    const stale = { format: 1, token: 't', since: clock.now(), renewedAt: clock.now() };
    const readUse = async (pid: number, pidWorld: string) => {
      await store.write([{ key: 'lease', value: { ...stale, pid, pidWorld } }]);
      return (await check(url)).find(({ subject }) => subject === 'in use');
    };
    await clock.advance(60_000);
    const alive = await readUse(process.pid, readPidWorld());
    assert.equal(alive?.state, 'bad');
    assert.match(alive?.result ?? '', /has not renewed its lease since .*, but it is alive/);
    const dead = await readUse(2 ** 30, readPidWorld());
    assert.equal(dead?.state, 'good');
    assert.match(dead?.result ?? '', /No Parley runs on it.*did not end in order/);
    const elsewhere = await readUse(1, 'another world');
    assert.equal(elsewhere?.state, 'note');
    assert.match(elsewhere?.result ?? '', /has not renewed.*another container/);
    await store.close();
  });

  test('writes and removes a row, and notes an empty file', async () => {
    const path = join(folder, 'empty.sqlite');
    writeFileSync(path, '');
    assert.match((await check(`sqlite:${path}`))[0]?.result ?? '', /is empty/);
    const store = await openStore({ url: `sqlite:${path}`, clock, log: silentLog });
    const [file] = await check(`sqlite:${path}`);
    assert.match(file?.result ?? '', /can be read and written/);
    assert.deepEqual(await store.findKeys(''), []);
    await store.close();
  });

  test('names the cure for a store that cannot be used, and no password', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(
      file,
      'not a database, but long enough to be looked at as one by SQLite, which reads a hundred bytes of it',
    );
    await assert.rejects(
      check(`sqlite:${join(file, 'parley.sqlite')}`),
      /STORE_URL: .*a-file is a file.*another path/,
    );
    await assert.rejects(check(`sqlite:${file}`), {
      name: 'ConfigError',
      message: /not an SQLite database/,
    });
    await assert.rejects(check(`sqlite:${folder}`), { name: 'ConfigError', message: /STORE_URL/ });
    await assert.rejects(
      check('redis://user:secret@host'),
      (error: Error) => !error.message.includes('secret'),
    );
    await assert.rejects(check('sqlite:'), /path of the file is missing/);
  });

  test('notes that a store in memory forgets everything', async () => {
    assert.equal((await check('memory:'))[0]?.state, 'note');
  });

  test('tells the same of a store in PostgreSQL, and never its password', {
    skip: withoutPostgres,
  }, async (t) => {
    const url = await freshDatabase(t);
    const before = await check(url);
    const store = await openStore({ url, clock, log: silentLog });
    const findings = [...before, ...(await check(url).finally(() => store.close()))];
    assert.deepEqual([...new Set(findings.map(({ state }) => state))], ['good']);
    const { password } = new URL(url);
    assert.ok(!JSON.stringify(findings).includes(decodeURIComponent(password)));
  });
});
