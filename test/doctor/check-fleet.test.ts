import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '../../src/config/read-config.ts';
import { checkFleet } from '../../src/doctor/check-fleet.ts';
import { isRunning, notRunning } from '../../src/doctor/is-running.ts';
import { isStoreInUse } from '../../src/doctor/is-store-in-use.ts';
import { wantHosts } from '../../src/fleet/want-hosts.ts';
import { systemClock as clock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { readPidWorld } from '../../src/lib/read-pid-world.ts';
import { checkStore } from '../../src/store/check-store.ts';
import { openStore } from '../../src/store/open-store.ts';
import { startPgbouncer, withoutPgbouncer } from '../helpers/pgbouncer.ts';
import { freshDatabase, sharedCluster, withoutPostgres } from '../helpers/postgres.ts';

const recordOf = (number: number, role: string, version: string) => ({
  key: `process:${number}`,
  value: {
    format: 1,
    member: { id: `m${number}`, number, role, version, storeFormat: 1, since: 0 },
    pid: process.ppid,
    pidWorld: readPidWorld(),
    renewedAt: clock.now(),
  },
});

test('the doctor shows the processes on a PostgreSQL store, and what waits', {
  skip: withoutPostgres,
}, async (t) => {
  const url = await freshDatabase(t);
  const env = { STORE_URL: url, PARLEY_ROLE: 'worker' };
  const closed = { STORE_URL: 'postgres://u@127.0.0.1:1/db', PARLEY_ROLE: 'worker' };
  const [, unknown] = await checkFleet(readConfig(closed), clock);
  assert.match(unknown?.result ?? '', /Unknown, as the store cannot be read/);
  const look = async () =>
    (await checkFleet(readConfig(env), clock)).map(
      ({ state, subject, result }) => `${state} ${subject}: ${result}`,
    );
  assert.match((await look()).join('\n'), /note .*There is no store in PostgreSQL/);

  const store = await openStore({ url, clock, log: silentLog });
  t.after(store.close);
  assert.match((await look()).join('\n'), /No Parley runs.*\n.*format 1.*\n.*None waits/);
  assert.equal(await isRunning({ env, clock }), false);

  await store.write([recordOf(0, 'gateway', '1.0.0'), recordOf(1, 'gateway', '1.1.0')]);
  const { database } = store;
  assert.ok(database);
  await wantHosts(database.query, []);
  await database.query(
    "INSERT INTO parley.events (chat, content, accepted_at) VALUES ('c', '{}', now() - interval '1 minute')",
  );
  const shown = (await look()).join('\n');
  await store.write([{ key: 'store-format', value: { format: 99, version: '9.9.9' } }]);
  assert.match((await look()).join('\n'), /bad format: The store has format 99/);
  assert.match(shown, /good role: worker: it answers what gateways take/);
  assert.match(shown, /good process 0: gateway, version 1\.0\.0, since 1970/);
  assert.match(shown, /note workers: Nobody answers/);
  assert.match(shown, /note versions: They differ: 1\.0\.0, 1\.1\.0/);
  assert.match(shown, /note events: 1 waits for a worker, the oldest for 6\d s/);
  // The health of a worker is not that of the gateways beside it.
  assert.equal(await isRunning({ env, clock }), false);
  assert.match(notRunning(env), /PARLEY_ROLE=worker works .* from this machine/);
  assert.equal(await isStoreInUse(store, clock), true);
  await store.write([recordOf(2, 'worker', '1.0.0')]);
  assert.equal(await isRunning({ env, clock }), true);
});

test('the doctor checks version, rights, connections and sessions of the server', {
  skip: withoutPostgres,
}, async (t) => {
  const url = await freshDatabase(t);
  const subjects = async () =>
    new Map((await checkStore({ url, clock })).map((finding) => [finding.subject, finding]));
  const before = await subjects();
  assert.match(before.get('server')?.result ?? '', /^PostgreSQL \d+.* answers at 127\.0\.0\.1/);
  assert.match(before.get('rights')?.result ?? '', /first start can create its tables/);
  assert.match(before.get('connections')?.result ?? '', /takes up to 15/);
  assert.match(before.get('sessions')?.result ?? '', /keeps a session/);
  assert.doesNotMatch(JSON.stringify([...before]), /p@ss|p%40ss/);

  const { query } = await sharedCluster();
  const name = new URL(url).pathname.slice(1);
  await query(`CREATE ROLE "Small" LOGIN PASSWORD 'small'`);
  const small = Object.assign(new URL(url), { username: 'Small', password: 'small' }).href;
  const found = await checkStore({ url: small, clock });
  const rights = found.find(({ subject }) => subject === 'rights');
  assert.equal(rights?.state, 'bad');
  assert.match(rights?.cure ?? '', new RegExp(`GRANT CREATE ON DATABASE ${name} TO "Small"`));
  await query('DROP ROLE "Small"');

  const store = await openStore({ url, clock, log: silentLog });
  await store.close();
  assert.match((await subjects()).get('rights')?.result ?? '', /can be read and written/);
  const rows = await query('SELECT 1 FROM parley.entries', url);
  assert.equal(rows.length, 0);

  await query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  await assert.rejects(checkStore({ url, clock }), /PostgreSQL at .*takes no writes/);
});

test('the doctor finds a pooler in transaction mode without an address of the server itself', {
  skip: withoutPostgres || withoutPgbouncer,
}, async (t) => {
  const url = await freshDatabase(t);
  const pooled = await startPgbouncer(t, url);
  // It waits for a message that never comes.
  const hasty = {
    ...clock,
    after: (ms: number, run: () => void) => clock.after(ms / 30, run),
  };
  await assert.rejects(
    checkStore({ url: pooled, clock: hasty }),
    /pooler that gives each transaction another session\. Name the database itself in STORE_DIRECT_URL/,
  );
  const findings = await checkStore({ url: pooled, directUrl: url, clock });
  assert.match(
    findings.find(({ subject }) => subject === 'connections')?.result ?? '',
    /up to 5, beside those of the pooler/,
  );
});
