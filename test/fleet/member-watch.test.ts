import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type MemberRecord, memberKey } from '../../src/fleet/member-record.ts';
import { createMemberWatch } from '../../src/fleet/member-watch.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

const LOOK_EVERY_MS = 1_500;

function setUp(isGone = (_record: MemberRecord) => false) {
  const clock = createFakeClock();
  const watch = createMemberWatch({ clock, lookEveryMs: LOOK_EVERY_MS, isGone });
  let renewedAt = 1;
  return {
    watch,
    clock,
    renew: () => {
      renewedAt += 1;
    },
    async look(changes: Partial<MemberRecord> = {}, waitMs = LOOK_EVERY_MS) {
      await clock.advance(waitMs);
      return watch.look(new Map([[memberKey(1), { ...record(renewedAt), ...changes }]]));
    },
  };
}

function record(renewedAt: number): MemberRecord {
  const member = {
    id: 'b',
    number: 1,
    role: 'worker',
    version: '1',
    storeFormat: 1,
    since: 0,
  } as const;
  return { format: 1, member, pid: 7, pidWorld: 'another machine', renewedAt };
}

describe('the watch over the members', () => {
  test('takes a member for dead after four looks that find its record unchanged', async () => {
    const { look } = setUp();
    const found = [];
    for (let count = 0; count < 5; count += 1) found.push(await look());
    assert.deepEqual(found, [[], [], [], [], [memberKey(1)]]);
  });

  test('lets a member live that renews its record at every second look', async () => {
    const { look, renew } = setUp();
    for (let count = 0; count < 20; count += 1) {
      if (count % 2 === 0) renew();
      assert.deepEqual(await look(), []);
    }
  });

  test('does not count the time in which it did not look itself', async () => {
    const { look } = setUp();
    for (let count = 0; count < 4; count += 1) await look();
    assert.deepEqual(await look({}, 60_000), [], 'after a minute of standing still');
  });

  test('does not count looks that come sooner, as after each change of the members', async () => {
    const { look } = setUp();
    for (let count = 0; count < 12; count += 1)
      assert.deepEqual(await look({}, LOOK_EVERY_MS / 3), []);
    for (let count = 0; count < 3; count += 1) await look({}, LOOK_EVERY_MS / 3);
    assert.deepEqual(await look(), [memberKey(1)]);
  });

  test('counts anew after a look that failed', async () => {
    const { look, watch } = setUp();
    for (let count = 0; count < 4; count += 1) await look();
    watch.forget();
    assert.deepEqual(await look(), []);
  });

  test('takes the next process with the same number for another one', async () => {
    const { look } = setUp();
    for (let count = 0; count < 4; count += 1) await look();
    const next = { ...record(1).member, id: 'c' };
    assert.deepEqual(await look({ member: next }), []);
  });

  test('takes a member for dead at once whose process of this machine has ended, or that is marked', async () => {
    assert.deepEqual(await setUp(() => true).look(), [memberKey(1)]);
    assert.deepEqual(await setUp().look({ isDead: true }), [memberKey(1)]);
  });
});
