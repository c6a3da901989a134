import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createKeyedLock } from '../../src/lib/keyed-lock.ts';

test('createKeyedLock runs work of one key in order, also after a failure, and other keys do not wait', async () => {
  const lock = createKeyedLock();
  const gate = Promise.withResolvers<void>();
  const order: string[] = [];
  const slow = lock('a', async () => {
    await gate.promise;
    order.push('a1');
    throw new Error('fails');
  });
  const next = lock('a', async () => order.push('a2'));
  await lock('b', async () => order.push('b1'));
  gate.resolve();
  await assert.rejects(slow, /fails/);
  await next;
  assert.deepEqual(order, ['b1', 'a1', 'a2']);
  assert.equal(await lock('a', async () => 'result'), 'result');
});
