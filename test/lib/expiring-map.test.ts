import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createExpiringMap } from '../../src/lib/expiring-map.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

describe('createExpiringMap', () => {
  test('drops the entry that was not used for the longest time', () => {
    const map = createExpiringMap<string, number>({ clock: createFakeClock(), maxEntries: 2 });
    map.set('a', 1);
    map.set('b', 2);
    map.get('a');
    map.set('c', 3);
    assert.deepEqual([map.get('a'), map.get('b'), map.get('c')], [1, undefined, 3]);
  });

  test('lets an entry expire, and tells its remaining time', async () => {
    const clock = createFakeClock();
    const map = createExpiringMap<string, number>({ clock, maxEntries: 2 });
    map.set('a', 1, 1_000);
    await clock.advance(400);
    assert.deepEqual([map.get('a'), map.remainingMs('a')], [1, 600]);
    await clock.advance(601);
    assert.deepEqual([map.get('a'), map.has('a'), map.remainingMs('a')], [undefined, false, 0]);
  });

  test('keeps an entry without a time, and gives 0 as the remaining time of a missing one', async () => {
    const clock = createFakeClock();
    const map = createExpiringMap<string, number>({ clock, maxEntries: 2 });
    map.set('a', 1);
    await clock.advance(1e12);
    assert.deepEqual([map.get('a'), map.remainingMs('a'), map.remainingMs('b')], [1, 0, 0]);
  });

  test('keeps no entry for longer when the clock is set back', async () => {
    const clock = createFakeClock();
    const map = createExpiringMap<string, number>({ clock, maxEntries: 2 });
    map.set('a', 1, 1_000);
    clock.setBack(3_600_000);
    assert.equal(map.remainingMs('a'), 1_000);
    await clock.advance(1_001);
    assert.equal(map.get('a'), undefined);
  });

  test('replaces the time of an entry that is set again', async () => {
    const clock = createFakeClock();
    const map = createExpiringMap<string, number>({ clock, maxEntries: 2 });
    map.set('a', 1, 1_000);
    map.set('a', 2, 5_000);
    await clock.advance(3_000);
    assert.deepEqual([map.get('a'), map.remainingMs('a')], [2, 2_000]);
  });
});
