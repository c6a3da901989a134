import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createOwnedStore } from '../../src/conversations/owned-store.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { createCountingAdapter } from '../bot/counting-adapter.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

const HEAD = 'head:test:room';

function setUp() {
  const clock = createFakeClock();
  const disk = createMemoryAdapter({ clock });
  const { adapter, take } = createCountingAdapter(disk);
  const store = createOwnedStore({ store: createStore({ adapter, clock }), clock });
  /** Another process on the same store. */
  const other = createStore({ adapter: disk, clock });
  const change = (value: object | undefined) => [{ key: HEAD, value }];
  return { clock, store, other, change, adapter, countReads: () => take().reads.length };
}

test('what is owned is read once, also when it is not there, and again some minutes later', async () => {
  const { clock, store, countReads } = setUp();
  store.own('test:room', 'test:room');
  assert.equal(await store.get(HEAD), undefined);
  assert.deepEqual(await store.getMany([HEAD, 'turn:test:room#1']), [undefined, undefined]);
  assert.equal(countReads(), 2);
  await store.getMany([HEAD, 'turn:test:room#1']);
  assert.equal(countReads(), 0);
  await clock.advance(5 * 60_000 + 1);
  await store.get(HEAD);
  assert.equal(countReads(), 1);
});

test('reads at the same time are one', async () => {
  const { store, countReads } = setUp();
  store.own('test:room', 'test:room');
  await Promise.all([store.get(HEAD), store.get(HEAD), store.getMany([HEAD])]);
  assert.equal(countReads(), 1);
});

test('what was written is known, as the store would give it', async () => {
  const { store, change, countReads } = setUp();
  store.own('test:room', 'test:room');
  await store.write(change({ sequence: 1, nothing: undefined }));
  assert.deepEqual(await store.get(HEAD), { sequence: 1 });
  assert.equal(countReads(), 0);
  await store.write(change(undefined));
  assert.equal(await store.get(HEAD), undefined);
  assert.equal(countReads(), 0);
});

test('what was written is known until it expires in the store, also when it is read with others', async () => {
  const { clock, store, countReads } = setUp();
  store.own('test:room', 'test:room');
  await store.write([
    { key: 'turn:test:room#1', value: { sequence: 1 }, ttlMs: 60 * 60_000 },
    { key: 'turn:test:room#2', value: { sequence: 2 } },
  ]);
  const keys = ['turn:test:room#1', 'turn:test:room#2'];
  await store.getMany([...keys, HEAD]);
  assert.equal(countReads(), 1);
  await clock.advance(60 * 60_000 - 1);
  assert.deepEqual(await store.getMany(keys), [{ sequence: 1 }, { sequence: 2 }]);
  assert.equal(countReads(), 0);
  await clock.advance(1);
  assert.deepEqual(await store.getMany(keys), [undefined, { sequence: 2 }]);
  assert.equal(countReads(), 1);
});

test('a write that failed leaves nothing known', async () => {
  const { store, change, adapter } = setUp();
  store.own('test:room', 'test:room');
  await store.write(change({ sequence: 1 }));
  const { setMany } = adapter;
  adapter.setMany = async (entries) => entries.map(() => false);
  await assert.rejects(store.write(change({ sequence: 2 })));
  adapter.setMany = setMany;
  assert.deepEqual(await store.get(HEAD), { sequence: 1 });
});

test('what other processes may change is read each time', async () => {
  const { store, other, change } = setUp();
  assert.equal(await store.get(HEAD), undefined);
  await other.write(change({ sequence: 1 }));
  assert.deepEqual(await store.get(HEAD), { sequence: 1 });
});

test('nothing is known of a chat that was given away and came back', async () => {
  const { store, other, change } = setUp();
  store.own('test:room', 'test:room');
  await store.write(change({ sequence: 1 }));
  const reading = store.get('turn:test:room#1');
  store.disown('test:room');
  await other.write(change({ sequence: 2 }));
  await other.write([{ key: 'turn:test:room#1', value: { state: 'done' } }]);
  store.own('test:room', 'test:room');
  await reading;
  assert.deepEqual(await store.get(HEAD), { sequence: 2 });
  assert.deepEqual(await store.get('turn:test:room#1'), { state: 'done' });
});

test('a read gives nothing older than what was stored when it began, whatever is under way', async () => {
  const step = fc.record({ isWrite: fc.boolean(), key: fc.nat({ max: 1 }), waits: fc.boolean() });
  const property = fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
    const { store } = setUp();
    store.own('test:room', 'test:room');
    const stored = [0, 0];
    const running: Promise<void>[] = [];
    let number = 0;
    for (const { isWrite, key: index, waits } of steps) {
      const key = `turn:test:room#${index}`;
      const value = ++number;
      const least = stored[index] ?? 0;
      const work = isWrite
        ? store.write([{ key, value: { value } }]).then(() => {
            stored[index] = Math.max(stored[index] ?? 0, value);
          })
        : store.get(key).then((found) => {
            const read = (found as { readonly value: number } | undefined)?.value ?? 0;
            assert.ok(read >= least, `${read} is older than ${least}`);
          });
      running.push(work);
      if (waits) await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(running);
  });
  await fc.assert(property, { numRuns: 200, seed: 1 });
});
