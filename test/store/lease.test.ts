import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, beforeEach, describe, test } from 'node:test';
import type { Store } from '../../src/contracts/store.ts';
import { StoreError } from '../../src/errors.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { acquireLease, type LeaseOptions, readLease } from '../../src/store/lease.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createFakeClock, type FakeClock } from '../helpers/fake-clock.ts';
import { GIVE_UP_MS } from '../helpers/give-up-ms.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
let files = 0;
const freshUrl = () => `sqlite:${join(folder, `${files++}.sqlite`)}`;

describe('acquireLease, called by two on one store,', () => {
  let clock: FakeClock;
  let first: Store;
  let second: Store;
  let lines: Record<string, unknown>[];
  let lost: string[];
  beforeEach(async () => {
    clock = createFakeClock();
    const url = freshUrl();
    first = await openStore({ url, clock, log: silentLog });
    second = await openStore({ url, clock, log: silentLog });
    lines = [];
    lost = [];
  });

  const acquire = (store: Store, name: string, more: Partial<LeaseOptions> = {}) =>
    acquireLease({
      store,
      clock,
      log: { ...silentLog, warn: (fields) => lines.push(fields) },
      onLost: () => lost.push(name),
      // Both holders are this process, so its id cannot tell whether one of them is dead.
      isGone: () => false,
      ...more,
    });

  test('lets the second wait while the first renews, logs the holder once, and gives it the lease after the release', async () => {
    const lease = await acquire(first, 'first');
    const since = clock.now();
    let isSecondIn = false;
    const waiting = acquire(second, 'second').then(() => {
      isSecondIn = true;
    });
    await clock.advance(120_000);
    assert.equal(isSecondIn, false);
    assert.equal(lines.length, 1);
    assert.equal(lines[0]?.pid, process.pid);
    assert.equal(lines[0]?.since, new Date(since).toISOString());
    assert.ok(clock.now() - ((await readLease(second))?.renewedAt ?? 0) <= 5_000);
    await lease.release();
    await clock.advance(1_000);
    await waiting;
    assert.deepEqual(lost, []);
  });

  test('lets the next one in after a release during a renewal', async () => {
    const lease = await acquire(first, 'first');
    const { claim } = first;
    let released: Promise<void> | undefined;
    first.claim = async (...parameters) => {
      first.claim = claim;
      const isOurs = await claim(...parameters);
      released = lease.release();
      return isOurs;
    };
    await clock.advance(5_000);
    await released;
    assert.equal(await readLease(second), undefined);
    assert.equal(clock.pending, 4, 'only the sweeps and the looks at the file are left');
  });

  test('gives the second the lease of a holder that was silent for 15 s; the first learns of it, and can write nothing more', async () => {
    const stopped = createFakeClock(clock.now());
    await acquire(first, 'first', { clock: stopped });
    const taken = acquire(second, 'second');
    await clock.advance(14_000);
    assert.equal((await readLease(second))?.since, stopped.now());
    await clock.advance(1_500);
    await taken;
    await assert.rejects(first.write([{ key: 'a', value: {} }]), /taken over/);
    await second.write([{ key: 'a', value: {} }]);
    await stopped.advance(5_000);
    assert.deepEqual(lost, ['first']);
  });

  test('takes a lease over even if the clock of its silent holder runs ahead', async () => {
    await acquire(first, 'first', { clock: createFakeClock(clock.now() + 86_400_000) });
    const taken = acquire(second, 'second');
    await clock.advance(16_000);
    await taken;
  });

  test('tells a holder that stood still, before its next write, that it has lost the lease', async () => {
    const lease = await acquire(first, 'first');
    await lease.confirm();
    first.claim = () => new Promise(() => {});
    const waiting = acquire(second, 'second');
    await clock.advance(16_000);
    await waiting;
    assert.deepEqual(lost, []);
    await assert.rejects(lease.confirm(), /taken over/);
    assert.deepEqual(lost, ['first']);
  });

  test('lets a holder that only cannot renew its lease go on', async () => {
    const lease = await acquire(first, 'first');
    first.claim = () => Promise.reject(new StoreError('its disk is full', { kind: 'full' }));
    await clock.advance(60_000);
    await lease.confirm();
    first.get = () => Promise.reject(new StoreError('no disk', { kind: 'unavailable' }));
    await lease.confirm();
    assert.deepEqual(lost, []);
  });

  test('does not wait for a dead holder', async () => {
    await acquire(first, 'first');
    await acquire(second, 'second', { isGone: () => true });
    assert.deepEqual(lines, []);
  });

  test('stops waiting when its signal aborts', async () => {
    await acquire(first, 'first');
    const giveUp = new AbortController();
    const waiting = acquire(second, 'second', { signal: giveUp.signal });
    giveUp.abort();
    await assert.rejects(waiting, /another Parley/);
  });

  test('ends its holder in order on a store that takes no writes', async () => {
    const lease = await acquire(first, 'first');
    first.claim = () => Promise.reject(new StoreError('its disk is full', { kind: 'full' }));
    await lease.release();
    assert.equal((await readLease(second))?.pid, process.pid);
  });

  test('tries a failed renewal again', async () => {
    await acquire(first, 'first');
    const { claim } = first;
    first.claim = async () => {
      throw new Error('busy');
    };
    await clock.advance(5_000);
    first.claim = claim;
    await clock.advance(5_000);
    assert.equal((await readLease(second))?.renewedAt, clock.now());
    assert.deepEqual(lost, []);
  });
});

describe('acquireLease on a store that was left behind', () => {
  for (const [name, left, isAfterCrash] of [
    ['a released lease', undefined, false],
    ['a lease that is no record', 'nonsense', true],
    ['a lease with wrong parts', { format: 1, token: 5, pid: 'x' }, true],
  ] as const) {
    test(`works after ${name}, and says whether the end was orderly`, async () => {
      const clock = createFakeClock();
      const url = freshUrl();
      const before = await openStore({ url, clock, log: silentLog });
      const options = { clock, log: silentLog, onLost: () => assert.fail('lost') };
      const lease = await acquireLease({ store: before, ...options });
      await lease.release();
      if (left) await before.write([{ key: 'lease', value: Object(left) }]);
      await before.close();

      const store = await openStore({ url, clock, log: silentLog });
      assert.equal((await acquireLease({ store, ...options })).isAfterCrash, isAfterCrash);
      await store.write([{ key: 'a', value: {} }]);
      await store.close();
    });
  }

  test('knows that a killed process left it', async () => {
    const clock = createFakeClock();
    const store = await openStore({ url: freshUrl(), clock, log: silentLog });
    const options = { store, clock, log: silentLog, onLost: () => {}, isGone: () => true };
    await acquireLease(options);
    assert.equal((await acquireLease(options)).isAfterCrash, true);
    await store.close();
  });
});

describe('acquireLease on a store whose COMMIT fails', () => {
  test('keeps the lease when a renewal failed after it had arrived', async () => {
    const clock = createFakeClock();
    const store = await openStore({ url: freshUrl(), clock, log: silentLog });
    const lost: string[] = [];
    const onLost = () => lost.push('lost');
    await acquireLease({ store, clock, log: silentLog, onLost });
    const { claim } = store;
    store.claim = async (...parameters) => {
      store.claim = claim;
      await claim(...parameters);
      throw new Error('disk I/O error');
    };
    await clock.advance(5_000);
    await store.write([{ key: 'a', value: {} }]);
    await clock.advance(5_000);
    await store.write([{ key: 'a', value: {} }]);
    assert.equal((await readLease(store))?.renewedAt, clock.now());
    assert.deepEqual(lost, []);
    await store.close();
  });
});

describe('acquireLease, called by processes,', () => {
  const children: ChildProcess[] = [];
  after(() => {
    for (const child of children) child.kill('SIGKILL');
  });

  /** Starts a process; `next()` gives its next line of output. */
  function startHolder(url: string) {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'lease-holder.ts'), url], {
      stdio: ['pipe', 'pipe', 'inherit'],
      timeout: 5 * GIVE_UP_MS,
    });
    children.push(child);
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    return { child, next: async () => (await lines.next()).value };
  }

  test('gives one of three the store of a new file, and after its kill -9 at once the next one', async () => {
    const url = freshUrl();
    const holders = [startHolder(url), startHolder(url), startHolder(url)];
    const outputs = await Promise.all(holders.map(({ next }) => next()));
    assert.deepEqual(outputs.sort(), ['acquired', 'waiting', 'waiting']);

    const store = await openStore({ url, clock: systemClock, log: silentLog, readOnly: true });
    const holder = await readLease(store);
    const dead = holders.find(({ child }) => child.pid === holder?.pid);
    const living = holders.filter((other) => other !== dead);
    dead?.child.kill('SIGKILL');
    if (dead) await once(dead.child, 'exit');
    // The slower one of the two may say once more that it waits.
    const nextState = async ({ next }: (typeof holders)[number]) => {
      for (;;) {
        const line = await next();
        if (line !== 'waiting') return line;
      }
    };
    assert.equal(await Promise.race(living.map(nextState)), 'acquired');
    const successor = await readLease(store);
    assert.ok(
      holder && successor && successor.since - holder.renewedAt < 15_000,
      'before the lease would have expired',
    );
    await store.close();
  });
});
