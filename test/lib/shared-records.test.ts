import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Store } from '../../src/contracts/store.ts';
import { silentLog } from '../../src/lib/log.ts';
import { openSharedRecords } from '../../src/lib/shared-records.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createSharedStore } from '../helpers/shared-store.ts';

interface Counter {
  readonly count: number;
}

const clock = createFakeClock();
const read = (stored: unknown) =>
  Number.isFinite(Object(stored).count) ? (stored as Counter) : undefined;
const open = (store: Store, most = 10) =>
  openSharedRecords<Counter>({ store, prefix: 'count:', read, most, clock, log: silentLog });
const addOne = (counter: Counter | undefined): Counter => ({ count: (counter?.count ?? 0) + 1 });

describe('openSharedRecords', () => {
  test('loses none of a hundred changes that two processes make at the same moment', async () => {
    const shared = createSharedStore(clock);
    const [first, second] = [await open(shared.open()), await open(shared.open())];
    shared.delay();
    await Promise.all(
      Array.from({ length: 100 }, (_, index) => (index % 2 ? first : second).change('a', addOne)),
    );
    assert.deepEqual(await shared.open().get('count:a'), { count: 100 });
    shared.deliver();
    await Promise.all([first.settled(), second.settled()]);
    assert.deepEqual(
      [first.values.get('a'), second.values.get('a')],
      [{ count: 100 }, { count: 100 }],
    );
  });

  test('reads everything again where announcements got lost', async () => {
    const shared = createSharedStore(clock);
    const [first, second] = [await open(shared.open()), await open(shared.open())];
    await first.change('old', addOne);
    await second.settled();
    shared.delay();
    await first.change('a', addOne);
    await first.change('old', () => undefined);
    shared.lose();
    await second.settled();
    assert.deepEqual([...second.values.keys()], ['old']);
    shared.tellGap();
    await second.settled();
    assert.deepEqual([...second.values.keys()], ['a']);
  });

  test('reads again later what could not be read', async () => {
    const shared = createSharedStore(clock);
    const first = await open(shared.open());
    const store = shared.open();
    let isDown = false;
    const getMany: Store['getMany'] = (keys) =>
      isDown ? Promise.reject(new Error('down')) : store.getMany(keys);
    const second = await open({ ...store, watch: store.watch, getMany });
    isDown = true;
    await first.change('a', addOne);
    await second.settled();
    assert.equal(second.values.size, 0);
    isDown = false;
    await clock.advance(1_000);
    await second.settled();
    assert.equal(second.values.size, 1);
  });

  test('replaces a value that cannot be used', async () => {
    const store = createSharedStore(clock).open();
    await store.write([{ key: 'count:a', value: { count: 'many' } }]);
    const records = await open(store);
    assert.equal(records.values.size, 0);
    await records.change('a', addOne);
    assert.deepEqual(await store.get('count:a'), { count: 1 });
  });

  test('keeps no more in memory than it may, whatever others write', async () => {
    const shared = createSharedStore(clock);
    const [first, second] = [await open(shared.open()), await open(shared.open(), 2)];
    for (const name of ['a', 'b', 'c']) await first.change(name, addOne);
    await second.settled();
    assert.equal(second.values.size, 2);
  });

  test('writes nothing where nothing changes, and hears nothing after its stop', async () => {
    const shared = createSharedStore(clock);
    const [first, second] = [await open(shared.open()), await open(shared.open())];
    second.stop();
    await first.change('a', addOne);
    await first.change('a', (counter) => counter);
    await second.settled();
    assert.equal(second.values.size, 0);
    assert.deepEqual(await shared.open().get('count:a'), { count: 1 });
  });
});
