import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import pg from 'pg';
import type { Database } from '../../../src/contracts/database.ts';
import { StoreError } from '../../../src/errors.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { createStore } from '../../../src/store/store.ts';
import { eventually } from '../../helpers/eventually.ts';
import { startPgbouncer, withoutPgbouncer } from '../../helpers/pgbouncer.ts';
import { freshDatabase, sharedCluster, withoutPostgres } from '../../helpers/postgres.ts';
import { startCluster } from '../../helpers/postgres-cluster.ts';
import { hastyClock, openTestStore } from './open-test-store.ts';

describe('a store in PostgreSQL', { skip: withoutPostgres }, () => {
  test('loses and doubles nothing when its connections are cut, and keeps its claim', async (t) => {
    const url = await freshDatabase(t);
    const cluster = await sharedCluster();
    const { adapter } = await openTestStore(t, url);
    const store = createStore({ adapter, clock: systemClock });
    assert.ok(await store.claim('process:me', undefined, { renewed: 0 }));
    let cuts = 0;
    for (let round = 0; round < 18; round += 1) {
      const writes = Array.from({ length: 5 }, (_, index) =>
        store.write([{ key: `k${index}`, value: { round } }]),
      );
      const renewal = store.claim('process:me', { renewed: round }, { renewed: round + 1 });
      const reads = store.getMany(['k0', 'k1']);
      if (round % 3 === 0) cuts += await cluster.cutConnections(url);
      await Promise.all([...writes, reads]);
      assert.equal(await renewal, true);
    }
    assert.ok(cuts >= 6, `only ${cuts} connections were cut`);
    const keys = Array.from({ length: 5 }, (_, index) => `k${index}`);
    assert.deepEqual(
      await store.getMany(keys),
      keys.map(() => ({ round: 17 })),
    );
  });

  test('repeats a statement whose connection broke only if that does no harm', async (t) => {
    const url = await freshDatabase(t);
    const { adapter, database } = await openTestStore(t, url);
    await adapter.set('gate', '1');
    const gate = new pg.Client({ connectionString: url });
    await gate.connect();
    const pass = "SELECT value FROM parley.entries WHERE key = 'gate' FOR UPDATE";
    await gate.query(`BEGIN; ${pass}`);

    const refused = assert.rejects(database.query(pass), StoreError);
    await cutWaiting(database);
    await refused;
    const repeated = database.query(pass, [], { mayRepeat: true });
    await cutWaiting(database);
    await gate.query('COMMIT');
    assert.deepEqual(await repeated, [{ value: '1' }]);
    await gate.end();
  });

  test('waits for a server that restarts or crashes, and says after a while that it is away', async (t) => {
    const cluster = await startCluster();
    t.after(() => cluster.stop('immediate'));
    const url = await cluster.createDatabase('parley');
    const changes: unknown[] = [];
    const [writing, watching] = await Promise.all([openTestStore(t, url), openTestStore(t, url)]);
    const { adapter } = await openTestStore(t, url, { patienceMs: 0 });
    const impatient = createStore({ adapter, clock: systemClock });
    const store = createStore({ adapter: writing.adapter, clock: systemClock });
    watching.adapter.watch?.('k', (changed) => changes.push(changed));
    await store.write([{ key: 'kept', value: { a: 1 } }]);

    for (const mode of ['fast', 'immediate'] as const) {
      await cluster.stop(mode);
      const write = store.write([{ key: 'k', value: { mode }, isAnnounced: true }]);
      const read = store.get('kept');
      await assert.rejects(impatient.write([{ key: 'x', value: {} }]), (error) => {
        assert.ok(error instanceof StoreError);
        assert.equal(error.kind, 'unreachable');
        assert.match(
          error.message,
          /127\.0\.0\.1:\d+\/parley cannot be used: .*Check that PostgreSQL/,
        );
        assert.doesNotMatch(error.message, /p@ss|p%40ss|w0rd/);
        return true;
      });
      await cluster.start();
      await write;
      assert.deepEqual(await read, { a: 1 });
      await eventually('all watchers to hear of the gap', () => changes.includes('all'));
      changes.length = 0;
    }
    assert.deepEqual(await store.get('k'), { mode: 'immediate' });
  });
});

describe('a store behind PgBouncer in transaction mode', {
  skip: withoutPostgres || withoutPgbouncer,
}, () => {
  test('works, and hears of the changes of others over STORE_DIRECT_URL', async (t) => {
    const directUrl = await freshDatabase(t);
    const url = await startPgbouncer(t, directUrl);
    const [one, other] = await Promise.all([
      openTestStore(t, url, { directUrl }),
      openTestStore(t, url, { directUrl }),
    ]);
    const store = createStore({ adapter: one.adapter, clock: systemClock });
    const heard: unknown[] = [];
    other.adapter.watch?.('setting:', (changed) => heard.push(changed));
    assert.ok(await store.claim('process:me', undefined, { a: 1 }));
    const writes = Array.from({ length: 30 }, (_, index) =>
      store.write([{ key: `setting:${index}`, value: { index }, isAnnounced: true }]),
    );
    await Promise.all(writes);
    await eventually('all changes to be heard', () => heard.flat().length >= 30);
    assert.deepEqual(await store.get('setting:29'), { index: 29 });
    assert.equal(
      await other.adapter.swap('setting:0', JSON.stringify({ value: { index: 0 } }), '2'),
      true,
    );
    await other.database.withLock('once', async () => {}, AbortSignal.timeout(60_000));
  });

  test('is refused without STORE_DIRECT_URL, because no lock would hold', async (t) => {
    const url = await startPgbouncer(t, await freshDatabase(t));
    await assert.rejects(openTestStore(t, url, { clock: hastyClock }), /STORE_DIRECT_URL/);
  });
});

/** Ends the connection whose statement waits for a lock, as soon as there is one. */
async function cutWaiting({ query }: Pick<Database, 'query'>): Promise<void> {
  const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while ((await query(cut)).length === 0);
}
