import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DiscordError } from '../../../../src/platforms/discord/connection/discord-error.ts';
import type { RestRoute } from '../../../../src/platforms/discord/connection/rest-calls.ts';
import { shareAnswers } from '../../../../src/platforms/discord/connection/share-answers.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';

function setUp(...answers: unknown[]) {
  const clock = createFakeClock();
  const asked: string[] = [];
  const calls = {
    async send<Answer>(method: string, route: string) {
      asked.push(`${method} ${route}`);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer instanceof Error) throw answer;
      return answer as Answer;
    },
    isPaused: () => false,
  };
  const shared = shareAnswers(calls, clock);
  const get = (route: RestRoute, signal?: AbortSignal) =>
    shared.send<unknown>('get', route, {
      ...{ purpose: 'ask who the bot is', rateLimitKey: route },
      ...(signal ? { signal } : {}),
    });
  return { clock, asked, shared, get };
}

const BOT = { id: '900' };

describe('what the bot asks about itself', () => {
  test('is asked once for all parts that need it at the start', async () => {
    const { clock, asked, get } = setUp(BOT);
    const { signal } = new AbortController();
    assert.deepEqual(await Promise.all([get('/users/@me'), get('/users/@me', signal)]), [BOT, BOT]);
    await get('/users/@me');
    assert.equal(asked.length, 1);
    await clock.advance(60_001);
    await get('/users/@me');
    assert.equal(asked.length, 2, 'it may have changed');
  });

  test('is asked again after a failure, and after an answer that says nothing', async () => {
    const failure = new DiscordError('down', { kind: 'server' });
    const { asked, get } = setUp(failure, {}, BOT);
    await assert.rejects(get('/applications/@me'), failure);
    assert.deepEqual(await get('/applications/@me'), {});
    assert.deepEqual(await get('/applications/@me'), BOT);
    assert.equal(asked.length, 3);
  });

  test('comes no more to a part that no longer waits for it', async () => {
    const { get } = setUp(BOT);
    const canceling = new AbortController();
    const asked = get('/users/@me', canceling.signal);
    canceling.abort();
    await assert.rejects(asked, { kind: 'canceled' });
  });
});

test('everything else is asked each time', async () => {
  const { asked, shared, get } = setUp(BOT);
  await get('/channels/10');
  await get('/channels/10');
  const options = { purpose: 'change the name', rateLimitKey: 'name' };
  await shared.send('patch', '/users/@me', options);
  await shared.send('patch', '/users/@me', options);
  assert.equal(asked.length, 4);
});
