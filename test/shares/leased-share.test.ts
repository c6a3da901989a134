import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fleet } from '../../src/contracts/fleet.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createShares } from '../../src/shares/shares.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createStore } from '../../src/store/store.ts';
import { eventually } from '../helpers/eventually.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { freshDatabase, withoutPostgres } from '../helpers/postgres.ts';
import { createSharedFleet } from '../helpers/shared-fleet.ts';
import { createSimulatedFleet } from '../helpers/simulated-fleet.ts';

test('shares on PostgreSQL go to those who need them, and back when a process ends', {
  skip: withoutPostgres,
}, async (t) => {
  const url = await freshDatabase(t);
  const listeners = new Map<number, (content: unknown) => void>();
  let members = [0, 1].map((number) => ({
    ...{ id: `process ${number}`, number, role: 'worker', version: '1', storeFormat: 1, since: 0 },
  })) as Fleet['self'][];

  async function start(self: Fleet['self']) {
    const store = await openStore({ url, clock: systemClock, log: silentLog });
    t.after(() => store.close());
    const shares = createShares({ clock: systemClock, log: silentLog });
    const fleet: Fleet = {
      self,
      members: () => members,
      isCurrent: () => true,
      onMembers: () => () => {},
      tell(_topic, content) {
        for (const [number, listen] of listeners) if (number !== self.number) listen(content);
      },
      onTold(_topic, listen) {
        listeners.set(self.number, listen);
        return () => {};
      },
      runAlone: (_name, work, signal) => work(signal),
    };
    shares.join({ store, fleet });
    const use = { count: 0 };
    const share = shares.open({
      ...{ name: 'net', total: 8, windowMs: 0, used: () => use.count, onChange: () => {} },
    });
    return { shares, share, use };
  }

  const [first, second] = await Promise.all(members.map(start));
  assert.ok(first && second);
  const countOf = ({ share }: typeof first) => {
    share.report(true);
    return share.count;
  };
  await eventually('the first has a share', () => countOf(first) > 1);
  await eventually('the second has one, too', () => countOf(second) > 1);
  assert.ok(first.share.count + second.share.count <= 8);

  await first.shares.stop();
  members = members.slice(1);
  await eventually('the second has all', () => countOf(second) === 8);
  await second.shares.stop();
});

test('a process keeps little of what it no longer uses, so that others need not wait for what it had when it dies', async () => {
  const clock = createFakeClock();
  const fleet = createSimulatedFleet({ clock, latencyMs: () => 3, isMessageLost: () => false });

  function start() {
    const process = fleet.start();
    const shares = createShares({ clock: process.clock, log: silentLog });
    shares.join(process);
    const use = { count: 0 };
    const share = shares.open({
      ...{ name: 'net', total: 50, windowMs: 1_000, used: () => use.count, onChange: () => {} },
    });
    return { process, share, use };
  }
  const first = start();
  for (let waited = 0; waited < 5_000; waited += 100) {
    first.use.count = first.share.count;
    first.share.report(true);
    await clock.advance(100);
  }
  assert.equal(first.share.count, 50);

  first.use.count = 0;
  first.share.report(false);
  await clock.advance(15_000);
  assert.equal(first.share.count, 4, 'enough for the next question');
  const { reads } = fleet.counts;
  await clock.advance(60_000);
  assert.equal(fleet.counts.reads - reads, 0, 'and it looks no more');

  first.process.kill();
  const second = start();
  second.share.report(true);
  await clock.advance(100);
  assert.ok(second.share.count > 10);
});

for (const text of [
  'no JSON',
  '{"value":"text"}',
  '{"value":[1]}',
  '{"value":{"holders":{"a":1}}}',
]) {
  test(`a share whose record is ${text} is held again, after the time of those who may have it`, async () => {
    const clock = createFakeClock();
    const adapter = createMemoryAdapter({ clock });
    await adapter.set('share:net', text);
    const shares = createShares({ clock, log: silentLog });
    shares.join({ store: createStore({ adapter, clock }), fleet: createSharedFleet().join() });
    const share = shares.open({
      ...{ name: 'net', total: 8, windowMs: 1_000, used: () => 0, onChange: () => {} },
    });
    const waitFor = async (ms: number) => {
      for (let waited = 0; waited < ms; waited += 100) {
        share.report(true);
        await clock.advance(100);
      }
    };
    await waitFor(3_000);
    assert.equal(share.count, 0);
    await waitFor(5_000);
    assert.equal(share.count, 8);
    await shares.stop();
  });
}
