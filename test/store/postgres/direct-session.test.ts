import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import pg from 'pg';
import { systemClock } from '../../../src/lib/clock.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { readDatabaseAddress } from '../../../src/store/postgres/database-address.ts';
import { openDirectConnection } from '../../../src/store/postgres/direct-connection.ts';
import { createDirectSession } from '../../../src/store/postgres/direct-session.ts';
import { createStore } from '../../../src/store/store.ts';
import { eventually } from '../../helpers/eventually.ts';
import { freshDatabase, sharedCluster, withoutPostgres } from '../../helpers/postgres.ts';
import { createRecordingLog } from '../../helpers/recording-log.ts';
import { hastyClock, openTestStore } from './open-test-store.ts';

const forever = new AbortController().signal;

describe('announced changes', { skip: withoutPostgres }, () => {
  test('reach the watchers of their prefix in other processes, and no others', async (t) => {
    const url = await freshDatabase(t);
    const [one, other] = await Promise.all([openTestStore(t, url), openTestStore(t, url)]);
    const store = createStore({ adapter: one.adapter, clock: systemClock });
    const heard: unknown[] = [];
    const own: unknown[] = [];
    const watched = createStore({ adapter: other.adapter, clock: systemClock });
    const end = watched.watch('a:', (changed) => heard.push(changed));
    watched.watch('end', (changed) => heard.push(changed));
    store.watch('', (changed) => own.push(changed));
    await store.write([
      { key: 'a:1', value: { v: 1 }, isAnnounced: true },
      { key: 'a:2', value: { v: 1 } },
      { key: 'b:1', value: { v: 1 }, isAnnounced: true },
      { key: 'a:3', value: undefined, isAnnounced: true },
    ]);
    await store.write([{ key: 'end', value: { v: 1 }, isAnnounced: true }]);
    await eventually('both writes to be heard', () => heard.length === 2);
    assert.deepEqual(heard, [['a:1', 'a:3'], ['end']]);
    end();
    await store.write([{ key: 'a:1', value: { v: 2 }, isAnnounced: true }]);
    await store.write([{ key: 'end', value: { v: 2 }, isAnnounced: true }]);
    await eventually('the last write to be heard', () => heard.length === 3);
    assert.deepEqual(own, []);
  });

  test('are not made when the write is refused', async (t) => {
    const url = await freshDatabase(t);
    const [one, other] = await Promise.all([openTestStore(t, url), openTestStore(t, url)]);
    const store = createStore({ adapter: one.adapter, clock: systemClock });
    const heard: unknown[] = [];
    other.adapter.watch?.('', (changed) => heard.push(changed));
    await store.claim('process:me', undefined, { a: 1 });
    await other.adapter.delete('process:me');
    await assert.rejects(store.write([{ key: 'a', value: { v: 1 }, isAnnounced: true }]));
    await store.claim('process:me', undefined, { a: 2 });
    await store.write([{ key: 'b', value: { v: 1 }, isAnnounced: true }]);
    await eventually('the second write to be heard', () => heard.length > 0);
    assert.deepEqual(heard, [['b']]);
  });
});

describe('a session of PostgreSQL', { skip: withoutPostgres }, () => {
  test('listens again after it was lost, and tells that something may be missing', async (t) => {
    const url = await freshDatabase(t);
    const cluster = await sharedCluster();
    const log = createRecordingLog();
    const { database, adapter } = await openTestStore(t, url, { log });
    const heard: string[] = [];
    const watched: unknown[] = [];
    adapter.watch?.('', (changed) => watched.push(changed));
    const end = database.listen(
      'My channel',
      (payload) => heard.push(payload),
      () => heard.push('gap'),
    );
    await eventually('the session to listen', () => heard.length === 1);
    await database.query(`SELECT pg_notify('My channel', 'one')`);
    await eventually('the payload', () => heard.length === 2);
    await cluster.cutConnections(url);
    await eventually('the gap', () => heard.length === 3);
    await database.query(`SELECT pg_notify('My channel', 'two')`);
    await eventually('the next payload', () => heard.length === 4);
    assert.deepEqual(heard, ['gap', 'one', 'gap', 'two']);
    assert.ok(watched.includes('all'));
    const [lost, again, ...others] = log.lines;
    assert.match(String(lost), /^warn store: the session of PostgreSQL was lost/);
    assert.match(String(again), /^info .*is open again/);
    assert.deepEqual(others, []);
    assert.ok(!log.lines.join().includes(decodeURIComponent(new URL(url).password)));
    end();
  });

  test('is opened again when its first connection was lost before anybody heard of it', async (t) => {
    const address = readDatabaseAddress('STORE_URL', await freshDatabase(t));
    const first = await openDirectConnection(address);
    await first.end();
    const session = createDirectSession({ first, address, clock: hastyClock, log: silentLog });
    t.after(session.close);
    let gaps = 0;
    session.listen(
      'a',
      () => {},
      () => (gaps += 1),
    );
    await eventually('the session to listen', () => gaps === 1);
    await session.withLock('poll', async () => {}, forever);
  });

  test('leaves a server that takes no writes any more, and waits for one that does', async (t) => {
    const url = await freshDatabase(t);
    const name = new URL(url).pathname.slice(1);
    const cluster = await sharedCluster();
    const address = readDatabaseAddress('STORE_URL', url);
    const first = await openDirectConnection(address);
    const log = createRecordingLog();
    const session = createDirectSession({ first, address, clock: hastyClock, log });
    t.after(session.close);
    let held = 0;
    const hold = async (signal: AbortSignal) => {
      held += 1;
      if (held === 1) await once(signal, 'abort');
    };
    const holding = session.withLock('poll', hold, forever);
    await eventually('the lock to be held', () => held === 1);
    await cluster.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    await first.query('SET default_transaction_read_only = on');
    await holding;
    await session.withLock('poll', hold, AbortSignal.timeout(300)).catch(() => {});
    assert.equal(held, 1, 'no session is open');
    await cluster.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
    await eventually('another session to hold the lock', async () => {
      await session.withLock('poll', hold, forever).catch(() => {});
      return held > 1;
    });
    assert.equal(log.lines.filter((line) => line.includes('open again')).length, 1);
  });

  test('gives a lock to one process at a time, and to the next when its work ends', async (t) => {
    const url = await freshDatabase(t);
    const [one, other] = await Promise.all([
      openTestStore(t, url, { clock: hastyClock }),
      openTestStore(t, url, { clock: hastyClock }),
    ]);
    let running = 0;
    let runs = 0;
    const work = async () => {
      running += 1;
      runs += 1;
      assert.equal(running, 1);
      await one.database.query('SELECT pg_sleep(0.02)');
      running -= 1;
    };
    const databases = [one, other, one, other].map(({ database }) => database);
    const all = [];
    for (const database of databases) {
      all.push(database.withLock('poll', work, forever));
      await nextTurn();
    }
    await Promise.all(all);
    assert.equal(runs, 4);
    // Another name is another lock.
    await one.database.withLock('a', () => other.database.withLock('b', work, forever), forever);
  });

  test('ends the work under a lock when it is lost, and whoever waits for a lock', async (t) => {
    const url = await freshDatabase(t);
    const cluster = await sharedCluster();
    const { database } = await openTestStore(t, url);
    const holding = Promise.withResolvers<void>();
    const held = database.withLock(
      'poll',
      async (signal) => {
        holding.resolve();
        await once(signal, 'abort');
      },
      forever,
    );
    await holding.promise;
    const waiting = database.withLock('poll', async () => assert.fail('it had no lock'), forever);
    const refused = assert.rejects(waiting, /lost/);
    await cluster.cutConnections(url);
    await held;
    await refused;
    await database.withLock('poll', async (signal) => assert.ok(!signal.aborted), forever);
  });

  test('gets a lock from a session that has been silent, as that of a process that stands still', async (t) => {
    const url = await freshDatabase(t);
    const silent = new pg.Client({ connectionString: url });
    const ended = new Promise((resolve) => silent.on('error', resolve));
    await silent.connect();
    await silent.query("SELECT pg_advisory_lock(hashtextextended('parley lock poll', 0))");
    const { database } = await openTestStore(t, url, { clock: hastyClock, silenceMs: 300 });
    await database.withLock('poll', async () => {}, forever);
    await ended;
  });

  test('lets go of a lock, or of the wait for it, when its signal aborts', async (t) => {
    const url = await freshDatabase(t);
    const { database } = await openTestStore(t, url);
    const stopping = new AbortController();
    const held = database.withLock(
      'poll',
      (signal) => once(signal, 'abort').then(() => {}),
      stopping.signal,
    );
    const waiting = database.withLock(
      'poll',
      async () => assert.fail('it was stopped'),
      stopping.signal,
    );
    await database.withLock('other', async () => stopping.abort(), forever);
    await Promise.all([held, waiting]);
  });
});
