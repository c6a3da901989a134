import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoreError } from '../../src/errors.ts';
import type { MemberRecord } from '../../src/fleet/member-record.ts';
import { createOwnRecord } from '../../src/fleet/own-record.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

const away = () => new StoreError('The server is away.', { kind: 'unreachable' });

async function openRecord() {
  const clock = createFakeClock();
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const member = {
    id: 'a',
    number: 0,
    role: 'worker',
    version: '1',
    storeFormat: 1,
    since: 0,
  } as const;
  const record: MemberRecord = { format: 1, member, pid: 1, pidWorld: 'w', renewedAt: clock.now() };
  await store.claim('process:0', undefined, record);
  let losses = 0;
  /** Each of them lets one claim arrive, and loses the answer. */
  let lostAnswers = 0;
  let isAway = false;
  const own = createOwnRecord({
    record,
    clock,
    onLost: () => {
      losses += 1;
    },
    store: {
      async get(key) {
        if (isAway) throw away();
        return store.get(key);
      },
      async claim(...change) {
        const isClaimed = await store.claim(...change);
        if (lostAnswers === 0) return isClaimed;
        lostAnswers -= 1;
        throw away();
      },
    },
  });
  return {
    ...{ own, store, clock, record },
    losses: () => losses,
    loseAnswer: () => {
      lostAnswers += 1;
    },
    setAway: (next: boolean) => {
      isAway = next;
    },
  };
}

test('a renewal that arrived although its answer got lost is no loss of the record', async () => {
  const { own, loseAnswer, losses, store, clock } = await openRecord();
  loseAnswer();
  await assert.rejects(own.renew({ jobLock: 'lost' }), StoreError);
  await clock.advance(1);
  await own.renew();
  assert.ok(own.isHeld && own.isYoung);
  assert.equal(losses(), 0);
  await own.remove();
  assert.equal(await store.get('process:0'), undefined);
});

test('a record that was marked as dead is lost once, and lets nothing be written', async () => {
  const { own, losses, store, record, clock } = await openRecord();
  await store.swap('process:0', record, { ...record, isDead: true });
  await own.confirm();
  await clock.advance(4_000);
  await assert.rejects(own.confirm(), /taken over/);
  await own.renew();
  await assert.rejects(own.confirm(), /taken over/);
  assert.ok(!own.isHeld && !own.isYoung);
  assert.equal(losses(), 1);
});

test('a confirmation waits a minute for the database, and fails without losing the record', async () => {
  const { own, losses, clock, setAway } = await openRecord();
  await clock.advance(4_000);
  setAway(true);
  const back = own.confirm();
  await clock.advance(30_000);
  setAway(false);
  await clock.advance(1_000);
  await back;

  setAway(true);
  const failing = assert.rejects(own.confirm(), /cannot be reached/);
  await clock.advance(61_000);
  await failing;
  assert.equal(losses(), 0);
});

test('a record that was given up is neither renewed nor lost', async () => {
  const { own, losses, store } = await openRecord();
  const renewing = own.renew();
  const removing = own.remove();
  await Promise.all([renewing, removing, own.renew()]);
  await own.confirm();
  assert.equal(await store.get('process:0'), undefined);
  assert.equal(losses(), 0);
});
