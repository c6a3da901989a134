import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoreError } from '../../../src/errors.ts';
import { createGatheredReads } from '../../../src/store/postgres/gathered-reads.ts';

const damage = new StoreError('damaged', { kind: 'damaged' });

function recording(answer: (keys: readonly string[]) => ReadonlyMap<string, string>) {
  const statements: (readonly string[])[] = [];
  const read = createGatheredReads(async (keys) => {
    statements.push(keys);
    return answer(keys);
  });
  return { read, statements };
}

test('reads that are asked for at the same moment are one statement', async () => {
  const { read, statements } = recording((keys) => new Map(keys.map((key) => [key, key])));
  const late = Promise.resolve().then(() => read(['c']));
  const values = await Promise.all([read(['a']), read(['b', 'a']), late]);
  assert.deepEqual(statements, [['a', 'b', 'c']]);
  assert.equal(values[0]?.get('a'), 'a');
  await read(['a']);
  assert.equal(statements.length, 2);
});

test('a read of a damaged part fails alone', async () => {
  const { read } = recording((keys) => {
    if (keys.includes('bad')) throw damage;
    return new Map(keys.map((key) => [key, key]));
  });
  const [good, bad] = await Promise.allSettled([read(['good']), read(['bad'])]);
  assert.equal(good?.status, 'fulfilled');
  assert.deepEqual(bad, { status: 'rejected', reason: damage });
});
