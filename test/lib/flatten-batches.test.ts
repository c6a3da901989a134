import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { flattenBatches } from '../../src/lib/flatten-batches.ts';

const never = new AbortController().signal;

describe('flattenBatches', () => {
  test('gives the items of all batches in order, and skips empty batches', async () => {
    async function* batches() {
      yield [1, 2];
      yield [];
      yield [3];
    }
    assert.deepEqual(await Array.fromAsync(flattenBatches(batches, never)), [1, 2, 3]);
  });

  test('starts to read when the first item is read, and only once', async () => {
    let opened = 0;
    const items = flattenBatches(async function* () {
      opened += 1;
      yield ['a', 'b'];
    }, never);
    assert.equal(opened, 0);

    assert.equal((await items.next()).value, 'a');
    assert.deepEqual(await Array.fromAsync(items), ['b']);
    assert.equal(opened, 1);
  });

  test('leaves out the rest of a batch after an abort', async () => {
    const stopping = new AbortController();
    async function* batches() {
      yield ['a', 'b'];
      if (!stopping.signal.aborted) yield ['c'];
    }
    const read: string[] = [];
    for await (const item of flattenBatches(batches, stopping.signal)) {
      read.push(item);
      stopping.abort();
    }
    assert.deepEqual(read, ['a']);
  });

  test('passes a failure on after the items before it', async () => {
    async function* batches() {
      yield ['a'];
      throw new Error('broken');
    }
    const items = flattenBatches(batches, never);
    assert.equal((await items.next()).value, 'a');
    await assert.rejects(items.next(), /broken/);
  });

  test('closes the batches when the reader leaves', async () => {
    let isClosed = false;
    async function* batches() {
      try {
        yield ['a', 'b'];
      } finally {
        isClosed = true;
      }
    }
    for await (const _ of flattenBatches(batches, never)) break;
    assert.equal(isClosed, true);
  });
});
