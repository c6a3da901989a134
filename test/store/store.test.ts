import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { Change } from '../../src/contracts/store.ts';
import { StoreError } from '../../src/errors.ts';
import type { StorageAdapter } from '../../src/store/local-adapter.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { createFakeClock, type FakeClock } from '../helpers/fake-clock.ts';

let clock: FakeClock;
let adapter: StorageAdapter;
beforeEach(() => {
  clock = createFakeClock();
  adapter = createMemoryAdapter({ clock });
});

const value = (text: string) => ({ text });
const put = (key: string, text: string): Change => ({ key, value: value(text) });

test('a batch sets and removes in one call of the adapter', async () => {
  const store = createStore({ adapter, clock });
  await store.write([put('a', '1'), put('b', '1')]);
  let calls = 0;
  const { setMany } = adapter;
  adapter.setMany = (entries) => {
    calls += 1;
    return setMany(entries);
  };
  await store.write([put('a', '2'), { key: 'b', value: undefined }, put('c', '1')]);
  assert.equal(calls, 1);
  assert.deepEqual(await store.getMany(['a', 'b', 'c']), [value('2'), undefined, value('1')]);
});

test('values come back unchanged, colons and absent fields included', async () => {
  const store = createStore({ adapter, clock });
  const stored = { text: ':smile: :base64:AAAA', list: [1, null, ''], none: undefined };
  await store.write([{ key: 'a', value: stored }]);
  assert.deepEqual(await store.get('a'), { text: stored.text, list: stored.list });
});

test('a value with a time to live expires by our clock', async () => {
  const store = createStore({ adapter, clock });
  await store.write([{ key: 'a', value: value('1'), ttlMs: 60_000 }]);
  await clock.advance(59_999);
  assert.deepEqual(await store.get('a'), value('1'));
  await clock.advance(1);
  assert.equal(await store.get('a'), undefined);
});

test('writes that wait for another write go together, in the order of the calls', async () => {
  const store = createStore({ adapter, clock });
  const batches: number[] = [];
  const { setMany } = adapter;
  adapter.setMany = (entries) => {
    batches.push(entries.length);
    return setMany(entries);
  };
  await Promise.all(
    ['1', '2', '3', '4'].map((text) => store.write([put('a', text), put(text, text)])),
  );
  assert.deepEqual(batches, [2, 6]);
  assert.deepEqual(await store.get('a'), value('4'));
});

test('a write that may wait goes with the next one, in the order of the calls, or alone in time', async () => {
  const store = createStore({ adapter, clock });
  const batches: string[][] = [];
  const { setMany } = adapter;
  adapter.setMany = (entries) => {
    batches.push(entries.map(({ key }) => key));
    return setMany(entries);
  };
  const patient = store.write([put('a', '1')], { withinMs: 50 });
  await clock.advance(49);
  await Promise.all([patient, store.write([put('a', '2'), put('b', '1')])]);
  assert.deepEqual(batches.splice(0), [['a', 'a', 'b']]);
  assert.deepEqual(await store.get('a'), value('2'));
  assert.equal(clock.pending, 0);

  // One that comes while another is written waits for the next one.
  const running = store.write([put('c', '1')]);
  const late = [
    store.write([put('d', '1')], { withinMs: 50 }),
    store.write([put('e', '1')], { withinMs: 20 }),
  ];
  await running;
  await clock.advance(19);
  assert.deepEqual(batches.splice(0), [['c']]);
  await clock.advance(1);
  await Promise.all(late);
  assert.deepEqual(batches.splice(0), [['d', 'e']]);

  const hastened = store.write([put('f', '1')], { withinMs: 50 });
  await store.write([]);
  await hastened;
  const last = store.write([put('g', '1')], { withinMs: 50 });
  await store.close();
  await last;
  assert.deepEqual(batches, [['f'], ['g']]);
  assert.equal(clock.pending, 0);
});

test('a claimed value can be read like any value', async () => {
  const store = createStore({ adapter, clock });
  assert.equal(await store.claim('a', undefined, value('1')), true);
  assert.deepEqual(await store.get('a'), value('1'));
  assert.equal(await store.claim('a', value('1'), value('2')), true);
  assert.equal(await store.claim('a', value('1'), undefined), false);
});

test('a swap compares the values, whatever their lifetimes, and sets a lifetime', async () => {
  const store = createStore({ adapter, clock });
  await store.write([{ key: 'a', value: value('1'), ttlMs: 60_000 }]);
  assert.equal(await store.swap('a', value('2'), value('3')), false);
  assert.equal(await store.swap('a', value('1'), value('2'), { ttlMs: 90_000 }), true);
  await clock.advance(89_999);
  assert.deepEqual(await store.get('a'), value('2'));
  await clock.advance(1);
  assert.equal(await store.swap('a', value('2'), value('3')), false);
  assert.equal(await store.swap('a', undefined, value('3')), true);
  assert.equal(await store.swap('a', undefined, value('4')), false);
  assert.equal(await store.swap('a', value('3'), undefined), true);
  assert.equal(await store.get('a'), undefined);
});

test('closing waits for running writes', async () => {
  const order: string[] = [];
  const slow = Object.assign(adapter, {
    async setMany(entries: unknown[]) {
      await setImmediate();
      order.push('written');
      return entries.map(() => true);
    },
    async disconnect() {
      order.push('closed');
    },
  });
  const store = createStore({ adapter: slow, clock });
  await Promise.all([store.write([put('a', '1')]), store.write([put('b', '1')]), store.close()]);
  assert.deepEqual(order, ['written', 'written', 'closed']);
});

describe('a store never hides a failure that Keyv hides:', () => {
  const failing = async () => {
    throw new Error('disk full');
  };

  test('a write that throws', async () => {
    const store = createStore({ adapter: Object.assign(adapter, { setMany: failing }), clock });
    await assert.rejects(store.write([put('a', '1')]), /disk full/);
  });

  test('a write with false as its result', async () => {
    const store = createStore({
      adapter: Object.assign(adapter, { setMany: async () => [true, false] }),
      clock,
    });
    await assert.rejects(
      store.write([put('a', '1'), put('b', '1')]),
      /did not write 1 of 2 values; the first is b/,
    );
  });

  test('a write without a result for each value', async () => {
    const store = createStore({
      adapter: Object.assign(adapter, { setMany: async () => [true] }),
      clock,
    });
    await assert.rejects(store.write([put('a', '1'), put('b', '1')]), /did not write/);
  });

  test('every write of a failed group; later writes succeed', async () => {
    const store = createStore({ adapter, clock });
    const { setMany } = adapter;
    adapter.setMany = failing;
    const results = await Promise.allSettled(
      [1, 2, 3].map((n) => store.write([put(`a${n}`, '1')])),
    );
    assert.deepEqual(
      results.map(({ status }) => status),
      ['rejected', 'rejected', 'rejected'],
    );
    adapter.setMany = setMany;
    await store.write([put('a', '1')]);
    assert.deepEqual(await store.get('a'), value('1'));
  });

  test('a read, which must not look like a missing key', async () => {
    const store = createStore({
      adapter: Object.assign(adapter, { get: failing, getMany: failing }),
      clock,
    });
    await assert.rejects(store.get('a'), /disk full/);
    await assert.rejects(store.getMany(['a']), /disk full/);
  });
});

describe('a value that cannot be read', () => {
  const unreadable = (found: unknown) => assert.ok(found instanceof StoreError, String(found));

  test('is given as an error, and does not stop the others', async () => {
    const texts = ['{broken', '', 'null', '5', '"text"', '[]', '{}', '{"value":'];
    for (const [index, text] of texts.entries()) await adapter.set(`bad${index}`, text);
    const store = createStore({ adapter, clock });
    await store.write([put('good', '1')]);
    for (const index of texts.keys()) unreadable(await store.get(`bad${index}`));
    const [bad, good, none] = await store.getMany(['bad0', 'good', 'none']);
    unreadable(bad);
    assert.deepEqual([good, none], [value('1'), undefined]);
  });

  test('on a damaged page of the file leaves out only its own key', async () => {
    const store = createStore({ adapter, clock });
    await store.write([put('good', '1'), put('bad', '1')]);
    const { get } = adapter;
    const read = async <Value>(key: string) => {
      if (key === 'bad') throw new StoreError('The file is damaged.', { kind: 'damaged' });
      return get<Value>(key);
    };
    Object.assign(adapter, {
      get: read,
      getMany: (keys: string[]) => Promise.all(keys.map(read)),
    });
    unreadable(await store.get('bad'));
    const [good, bad] = await store.getMany(['good', 'bad']);
    assert.deepEqual(good, value('1'));
    unreadable(bad);
  });

  test('that a damaged page refuses fails no other write of its group', async () => {
    const store = createStore({ adapter, clock });
    const { setMany } = adapter;
    adapter.setMany = async (entries) => {
      if (entries.some(({ key }) => key === 'bad'))
        throw new StoreError('The file is damaged.', { kind: 'damaged' });
      return setMany(entries);
    };
    const results = await Promise.allSettled(
      ['first', 'a', 'bad', 'b'].map((key) => store.write([put(key, '1')])),
    );
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
    );
  });

  test('is kept for 30 days when it is replaced', async () => {
    await adapter.set('a', '{broken');
    const store = createStore({ adapter, clock });
    await store.replace('a', value('new'));
    assert.deepEqual(await store.get('a'), value('new'));
    assert.deepEqual(await store.get('unreadable:a'), { text: '{broken' });
    await clock.advance(30 * 86_400_000);
    assert.equal(await store.get('unreadable:a'), undefined);
    await store.replace('none', value('1'));
    assert.deepEqual(await store.findKeys('unreadable:'), ['unreadable:a']);
  });
});
