import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError } from '../../../../../src/errors.ts';
import { readShards } from '../../../../../src/platforms/discord/connection/shards/read-shards.ts';

const read = (text: string) => readShards({ DISCORD_SHARDS: text });

test('DISCORD_SHARDS is read in each of its forms', () => {
  assert.deepEqual(readShards({}), { kind: 'one' });
  assert.deepEqual(read(' '), { kind: 'one' });
  assert.deepEqual(read('Auto'), { kind: 'auto' });
  assert.deepEqual(read('3'), { kind: 'fixed', ids: [0, 1, 2], count: 3 });
  assert.deepEqual(read('0-3/16'), { kind: 'fixed', ids: [0, 1, 2, 3], count: 16 });
  assert.deepEqual(read('0, 2,5-6,2/16'), { kind: 'fixed', ids: [0, 2, 5, 6], count: 16 });
});

test('anything else in DISCORD_SHARDS is refused with what it may be', () => {
  for (const text of ['0', 'all', '16/16', '4/3', '3-1/16', '-1/4', '1/', '1,/4', '9999', '1/2/3'])
    assert.throws(() => read(text), ConfigError, text);
});
