import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openTrail } from '../../src/console/trail.ts';
import type { TrailRecord } from '../../src/console/trail-record.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createSharedFleet } from '../helpers/shared-fleet.ts';
import { createSharedStore } from '../helpers/shared-store.ts';

const DAY_MS = 24 * 60 * 60_000;

async function openTwo() {
  const clock = createFakeClock();
  const shared = createSharedStore(clock);
  const fleet = createSharedFleet();
  const open = () =>
    openTrail({ store: shared.open(), fleet: fleet.join(), clock, log: silentLog });
  const record = (turnId: string, askerId = 'ann'): TrailRecord => ({
    turnId,
    place: { platform: 'discord', channelId: 'room', kind: 'group' },
    asker: { id: askerId, name: 'Ann' },
    state: 'done',
    acceptedAt: 1,
    endedAt: clock.now(),
    tookMs: 1,
    attempts: [],
  });
  return { clock, shared, record, first: await open(), second: await open() };
}

describe('the trail of two processes', () => {
  test('keeps the records of both, also of the same moment, and each shows all', async () => {
    const { clock, shared, record, first, second } = await openTwo();
    shared.delay();
    for (let number = 0; number < 20; number++) {
      first.add(record(`first ${number}`), DAY_MS);
      second.add(record(`second ${number}`), DAY_MS);
    }
    await clock.advance(1_000);
    shared.deliver();
    for (const trail of [first, second]) assert.equal((await trail.page({})).turns.length, 40);
    second.add(record('last'), DAY_MS);
    await clock.advance(1_000);
    assert.equal((await first.page({})).turns[0]?.turnId, 'last');
    shared.delay();
    second.add(record('missed'), DAY_MS);
    await clock.advance(1_000);
    shared.lose();
    shared.tellGap();
    await clock.advance(0);
    assert.equal((await first.page({})).turns[0]?.turnId, 'missed');
  });

  test('names nobody who deleted their data in any process, not even in what was not written yet', async () => {
    const { clock, shared, record, first, second } = await openTwo();
    first.add(record('a'), DAY_MS);
    await clock.advance(1_000);
    second.add(record('b'), DAY_MS);
    second.add(record('c', 'bob'), DAY_MS);
    const mark = { key: 'usage-forgotten:discord:ann', value: {}, isAnnounced: true } as const;
    await shared.open().write([mark]);
    await clock.advance(1_000);
    const { turns } = await first.page({});
    assert.deepEqual(turns.map(({ turnId, asker }) => [turnId, asker?.id]).toSorted(), [
      ['a', undefined],
      ['b', undefined],
      ['c', 'bob'],
    ]);
  });
});
