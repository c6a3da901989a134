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

test('work behind work that failed fails with it where the lock says so, and later work runs', async () => {
  const lock = createKeyedLock({ failsBehind: (error) => String(error).includes('away') });
  const order: string[] = [];
  const run = (name: string, fail?: string) =>
    lock('a', async () => {
      order.push(name);
      if (fail !== undefined) throw new Error(fail);
    });
  const results = await Promise.allSettled([run('first', 'away'), run('second'), run('third')]);
  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  );
  await assert.rejects(Promise.all([run('broken', 'broken'), run('behind it')]), /broken/);
  await run('last');
  assert.deepEqual(order, ['first', 'broken', 'behind it', 'last']);
});
