import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMessenger } from '../../src/fleet/messenger.ts';
import { silentLog as log } from '../../src/lib/log.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

test('what is told at nearly the same moment is one query, and the last words leave at the end', async () => {
  const clock = createFakeClock();
  const queries: unknown[] = [];
  const database = {
    async query(_text: string, values: readonly unknown[] = []) {
      queries.push(values[1]);
      return [];
    },
    listen: () => () => {},
  };
  const messenger = createMessenger({ database, clock, log, from: 'me' });
  messenger.tell('usage', { a: 1 });
  await clock.advance(5);
  messenger.tell('limits', { b: 2 });
  await clock.advance(5);
  const payloads = [
    { from: 'me', topic: 'usage', content: { a: 1 } },
    { from: 'me', topic: 'limits', content: { b: 2 } },
  ];
  assert.deepEqual(queries, [payloads.map((payload) => JSON.stringify(payload))]);
  messenger.tell('usage', { c: 3 });
  await messenger.stop();
  assert.equal(queries.length, 2);
  assert.equal(clock.pending, 0);
});
