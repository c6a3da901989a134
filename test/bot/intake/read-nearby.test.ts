import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readNearby } from '../../../src/bot/intake/read-nearby.ts';
import type { ChatMessage } from '../../../src/contracts/chat-message.ts';
import type { MessageArchive } from '../../../src/contracts/message-archive.ts';
import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { usualSettings } from '../../helpers/usual-settings.ts';
import { setUpRoom } from './set-up-room.ts';

const settings = { nearby: { messages: 5, ageMs: 60_000, characters: 200 } };

/** A room in which everything that is said around is read. With an archive, the network gives it again. */
async function setUpTalk({ hasArchive = false, isOn = true } = {}) {
  const sent: ChatMessage[] = [];
  const archive: MessageArchive = {
    read: async () => undefined,
    readBefore: async ({ messageId }, count) =>
      sent.filter(({ id }) => Number(id) < Number(messageId)).slice(-count),
    readThreadStart: async () => undefined,
  };
  const options = omitUndefined({
    archive: hasArchive ? archive : undefined,
    settings: isOn ? settings : {},
  });
  const room = await setUpRoom(options);
  const say: typeof room.say = async (message) => {
    const received = await room.say(message);
    sent.push(received);
    return received;
  };
  const textsAround = async (question: ChatMessage) => {
    const found = await room.conversations.find(question.channel, { messageId: question.id });
    assert.ok(found);
    const parts = {
      ...room,
      settingsOf: usualSettings(options.settings),
      findPlatform: () => omitUndefined({ archive: options.archive, botName: () => 'Parley' }),
      clock: { now: room.now, after: () => () => {} },
    };
    const around = await readNearby(parts, found.turn, new AbortController().signal);
    return around.map(({ text }) => text);
  };
  return { ...room, say, sent, textsAround };
}

for (const hasArchive of [false, true]) {
  describe(`what was said around, ${hasArchive ? 'read from the network' : 'kept in the store'}`, () => {
    test('is what others said since the last answer, without questions and answers', async () => {
      const { say, speak, sent, textsAround, surface, now } = await setUpTalk({ hasArchive });
      await say({ text: 'long ago' });
      const first = await say({ text: 'first question', addressed: 'mention' });
      await speak();
      // The answer has an id of the network between those of the people.
      const [answerId = ''] = surface.messages.keys();
      assert.ok(answerId);
      const own = { id: 'bot', name: 'Parley', isBot: true, isServerAdmin: false, roles: [] };
      sent.push({
        ...first,
        id: '102',
        author: own,
        text: 'a notice',
        addressed: false,
        sentAt: now(),
      });
      await say({ text: 'one', by: 'bob' });
      await say({ text: 'two', by: 'cem' });
      const second = await say({ text: 'second question', addressed: 'mention' });
      const around = await textsAround(second);
      assert.deepEqual(around.slice(-2), ['one', 'two']);
      assert.ok(!around.includes('first question') && !around.includes('a notice'));
    });

    test('holds nothing of a question that was stopped', async () => {
      const { say, command, textsAround, advance } = await setUpTalk({ hasArchive });
      await say({ text: 'forwarded secret', forwardedFrom: 'News' });
      await say({ text: 'stopped question', addressed: 'mention' });
      await command('stop');
      await advance(5_000);
      await say({ text: 'talk', by: 'bob' });
      const question = await say({ text: 'question', addressed: 'mention' });
      assert.deepEqual(await textsAround(question), ['talk']);
    });

    test('is also what people wrote to each other in a thread of the bot', async () => {
      const { say, textsAround } = await setUpTalk({ hasArchive });
      await say({ text: 'bob, red?', addressed: 'thread', isForOthers: true });
      await say({ text: 'red is fine', by: 'bob', addressed: 'thread', isForOthers: true });
      const question = await say({ text: 'question', addressed: 'mention' });
      assert.deepEqual(await textsAround(question), ['bob, red?', 'red is fine']);
    });

    test('does not repeat the message that the question answers', async () => {
      const { say, speak, asked } = await setUpTalk({ hasArchive });
      await say({ text: 'one', by: 'bob' });
      const { id, author, text } = await say({ text: 'two', by: 'bob' });
      const quoted = { id, author, text, isOwn: false, attachments: [] };
      await say({ text: 'question', addressed: 'mention', quoted });
      await speak();
      assert.match(
        asked[0]?.question ?? '',
        /⟦from bob:⟧\n> one\n⟦The question⟧\s[^⟧]+⟧\n⟦in reply to bob:⟧\n> two\n/,
      );
    });

    test('is bounded in number and characters', async () => {
      const { say, textsAround } = await setUpTalk({ hasArchive });
      for (let count = 1; count <= 9; count++) await say({ text: `${count}`, by: 'bob' });
      await say({ text: 'x'.repeat(198), by: 'bob' });
      const question = await say({ text: 'question', addressed: 'mention' });
      assert.deepEqual(await textsAround(question), ['8', '9', 'x'.repeat(198)]);
    });

    test('is nothing where the operator does not ask for it', async () => {
      const { say, textsAround } = await setUpTalk({ hasArchive, isOn: false });
      await say({ text: 'talk', by: 'bob' });
      const question = await say({ text: 'question', addressed: 'mention' });
      assert.deepEqual(await textsAround(question), []);
    });
  });
}

describe('what is kept in the store', () => {
  test('follows edits, and is dropped by /reset', async () => {
    const { say, edit, remove, command, textsAround } = await setUpTalk();
    const message = await say({ text: 'talk', by: 'bob' });
    const deleted = await say({ text: 'slip', by: 'bob' });
    await edit(message, { text: 'better talk' });
    await remove(deleted);
    const question = await say({ text: 'question', addressed: 'mention' });
    assert.deepEqual(await textsAround(question), ['better talk']);
    await command('reset');
    const later = await say({ text: 'question', addressed: 'mention' });
    assert.deepEqual(await textsAround(later), []);
  });

  test('outlives a drain of the process', async () => {
    const { say, drain, restart, textsAround } = await setUpTalk();
    await say({ text: 'talk', by: 'bob' });
    await drain();
    await restart();
    const question = await say({ text: 'question', addressed: 'mention' });
    assert.deepEqual(await textsAround(question), ['talk']);
  });
});

test('what was said a moment before another process answers in the chat is around its question', async () => {
  const { say, lastQuestion, asked, release, restart } = await setUpRoom({ settings });
  await say({ text: 'the shop is shut', by: 'bob' });
  await release();
  await restart();
  await say({ text: 'what now?', addressed: 'mention' });
  assert.equal(asked.length, 1);
  assert.match(lastQuestion() ?? '', /the shop is shut/);
});
