import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMessenger } from '../../src/fleet/messenger.ts';
import { silentLog as log } from '../../src/lib/log.ts';
import { createRiders } from '../../src/store/postgres/riders.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

test('what is told waits for a write to go with, and the last words leave at the end', async () => {
  const clock = createFakeClock();
  const alone: unknown[] = [];
  const runAlone = async (_text: string, values: readonly string[]) => void alone.push(values);
  const { ride, takeAll } = createRiders({ clock, runAlone });
  const database = { ride, listen: () => () => {} };
  const messenger = createMessenger({ database, clock, log, from: 'me' });
  const payload = (topic: string, content: object) =>
    JSON.stringify({ from: 'me', topic, content });

  messenger.tell('usage', { a: 1 });
  await clock.advance(5);
  messenger.tell('limits', { b: 2 });
  await clock.advance(5);
  assert.deepEqual(alone.splice(0), [[payload('usage', { a: 1 }), payload('limits', { b: 2 })]]);

  const news = [{ c: 3 }];
  messenger.tellSoon('usage', () => news, 100);
  await clock.advance(99);
  news.push({ c: 4 });
  const [riding] = takeAll();
  assert.deepEqual(riding?.values, [payload('usage', { c: 3 }), payload('usage', { c: 4 })]);
  riding?.arrived();

  messenger.tell('usage', { d: 5 });
  const stopping = messenger.stop();
  await clock.advance(0);
  await stopping;
  assert.deepEqual(alone, [[payload('usage', { d: 5 })]]);
  assert.equal(clock.pending, 0);
});
