import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readInBatches } from '../../src/lib/read-in-batches.ts';

test('reads the values of many keys in their order, and only the next batch at once', async () => {
  const reads: (readonly string[])[] = [];
  const store = {
    async getMany(keys: readonly string[]) {
      reads.push(keys);
      return keys.map((key) => `value of ${key}`);
    },
  };
  const found: unknown[] = [];
  for await (const [key, value] of readInBatches(store, ['a', 'b', 'c'], 2)) {
    found.push([key, value]);
    if (key === 'a') assert.deepEqual(reads, [['a', 'b']]);
  }
  assert.deepEqual(found, [
    ['a', 'value of a'],
    ['b', 'value of b'],
    ['c', 'value of c'],
  ]);
  assert.deepEqual(reads, [['a', 'b'], ['c']]);
  for await (const _ of readInBatches(store, [], 2)) assert.fail('there is nothing to read');
  assert.equal(reads.length, 2);
});
