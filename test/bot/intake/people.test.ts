import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Channel } from '../../../src/contracts/chat-message.ts';
import { setUpRoom } from './set-up-room.ts';

const NEARBY = { messages: 10, ageMs: 60_000, characters: 1_000 };

describe('a person who wants nothing to be remembered', () => {
  async function setUp(settings = {}) {
    const room = await setUpRoom({ settings });
    await room.people.change('test', 'bob', () => ({ isRemembered: false }));
    /** Asks, and gives the whole prompt. */
    const ask = async (by: string, text: string, channel: Partial<Channel> = {}) => {
      const message = await room.say({ by, text, addressed: 'mention', in: channel });
      await room.speak();
      return { message, prompt: room.asked.at(-1)?.prompt ?? '' };
    };
    return { ...room, people: room.people, ask };
  }

  test('gets answers without what was said before, which stand in no later prompt', async () => {
    const { ask, people } = await setUp();
    await ask('ann', 'the first of ann');
    const own = await ask('bob', 'the secret of bob');
    assert.match(own.prompt, /the secret of bob/);
    assert.doesNotMatch(own.prompt, /of ann/);

    const others = await ask('ann', 'the second of ann');
    assert.match(others.prompt, /the first of ann[\s\S]*the second of ann/);
    assert.doesNotMatch(others.prompt, /of bob|answer 2/);

    await people.change('test', 'bob', () => ({}));
    const later = await ask('bob', 'another of bob');
    assert.match(later.prompt, /the second of ann/);
    assert.doesNotMatch(later.prompt, /secret|answer 2/);
  });

  test('can have an answer made again, still without what was said before', async () => {
    const { ask, turns, conversations, room, people, asked, speak, restart } = await setUp();
    await ask('ann', 'the first of ann');
    const { message } = await ask('bob', 'the secret of bob');
    const found = await conversations.find(room, { messageId: message.id });
    assert.ok(found);
    await people.change('test', 'bob', () => ({}));
    assert.equal(await turns.reopen(found.turn, { kind: 'regenerate' }), 'reopened');
    await restart();
    await speak();
    assert.match(asked.at(-1)?.prompt ?? '', /the secret of bob/);
    assert.doesNotMatch(asked.at(-1)?.prompt ?? '', /of ann/);
  });

  test('is not among what was said around a question, and is told none of it', async () => {
    const { say, ask } = await setUp({ nearby: NEARBY });
    await say({ by: 'ann', text: 'the weather of ann' });
    await say({ by: 'bob', text: 'the weather of bob' });
    assert.doesNotMatch((await ask('bob', 'what is it?')).prompt, /weather/);
    const { prompt } = await ask('ann', 'what was it?');
    assert.match(prompt, /weather of ann/);
    assert.doesNotMatch(prompt, /weather of bob/);
  });
});
