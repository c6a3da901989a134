import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openGrants } from '../../src/access/grants.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { checkAccess } from '../../src/doctor/check-access.ts';
import { systemClock as clock } from '../../src/lib/clock.ts';
import { silentLog as log } from '../../src/lib/log.ts';
import { openStore } from '../../src/store/open-store.ts';

const check = (env: Record<string, string>, platforms: readonly string[]) =>
  checkAccess({ config: readConfig(env), rules: undefined, platforms, clock });

describe('checkAccess', () => {
  test('notes a Telegram bot without an admin, and how to become one', async () => {
    const [row, ...others] = await check({ STORE_URL: 'memory:' }, ['discord', 'telegram']);
    assert.equal(others.length, 0);
    assert.equal(row?.part, 'telegram');
    assert.match(row.result, /answers nobody yet\. It has no admin/);
    assert.match(String(row.cure), /npm run pair/);
  });

  test('notes nothing where a list names an admin of the network', async () => {
    const env = { STORE_URL: 'memory:', ADMINS: 'telegram:1' };
    assert.deepEqual(await check(env, ['telegram']), []);
    assert.equal((await check({ ...env, ADMINS: 'discord:1' }, ['telegram'])).length, 1);
  });

  test('notes nothing where a person was paired', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-access-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const url = `sqlite:${join(folder, 'parley.sqlite')}`;
    assert.equal((await check({ STORE_URL: url }, ['telegram'])).length, 1);

    const store = await openStore({ url, clock, log });
    t.after(() => store.close());
    const grants = await openGrants({ store, clock, log });
    await grants.set({ platform: 'telegram', personId: '1', name: 'Ann', state: 'admin', at: 0 });
    assert.deepEqual(await check({ STORE_URL: url }, ['telegram']), []);
  });
});
