import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ChatMessage } from '../../../src/contracts/chat-message.ts';
import type { MessageArchive } from '../../../src/contracts/message-archive.ts';
import { setUpRoom } from './set-up-room.ts';

const thread = { id: '90', kind: 'thread' as const, parentId: '1' };

/** The earlier messages of a thread, as the network gives them again. */
function createArchive(by: readonly string[], start = 'ann') {
  let reads = 0;
  const written = (author: string): ChatMessage => ({
    id: '50',
    channel: { platform: 'test', ...thread },
    author: {
      id: author,
      name: author,
      isBot: author === 'Parley',
      isServerAdmin: false,
      roles: [],
    },
    addressed: false,
    text: 'earlier',
    attachments: [],
    sentAt: 0,
  });
  const archive: MessageArchive = {
    read: async () => undefined,
    async readBefore() {
      reads += 1;
      return by.map(written);
    },
    readThreadStart: async () => written(start),
  };
  return { archive, reads: () => reads };
}

/** A thread in which the bot has answered a mention of ann. */
async function setUpThread(options: Parameters<typeof setUpRoom>[0] = {}) {
  const room = await setUpRoom({
    ...createArchive(['ann', 'Parley']),
    channel: thread,
    ...options,
  });
  await room.say({ addressed: 'mention', text: 'first question' });
  await room.speak();
  return room;
}

for (const part of [{ forwardedFrom: 'News' }, { albumId: 'x' }, { isNearLimit: true }]) {
  test(`a follow-up that could be a part of a question is told once: ${JSON.stringify(part)}`, async () => {
    const { say, advance, lastQuestion } = await setUpThread();
    await say({ text: 'words of the follow-up', ...part });
    await advance(2_000);
    assert.equal(lastQuestion()?.match(/words of the follow-up/g)?.length, 1);
  });
}

// NousResearch/hermes-agent PR 1438, jakobdylanc/llmcord #19: no new mention in a thread of one's own.
describe('a message without a mention', () => {
  test('is a question in a thread where only its author and the bot have written', async () => {
    const { say, lastQuestion } = await setUpThread();
    await say({ text: 'and then?' });
    assert.match(lastQuestion() ?? '', /and then\?/);
  });

  test('needs one where another bot of this process has answered too', async () => {
    const { say, speak, asked } = await setUpThread({
      placesOfOthers: (channel) => [{ ...channel, platform: 'test@memes' }],
    });
    await say({ text: 'and then?' });
    await speak();
    assert.equal(asked.length, 2);
    await say({ addressed: 'mention', text: 'memes?', in: { platform: 'test@memes' } });
    await speak();
    await say({ text: 'who answers?' });
    assert.equal(asked.length, 3);
  });

  test('needs one after somebody else has written, and /why says so (NousResearch/hermes-agent #25312)', async () => {
    const { say, asked, command, shown, advance } = await setUpThread();
    await say({ text: 'and then?' });
    await say({ text: 'me too', by: 'bob' });
    const late = await say({ text: 'what now?' });
    assert.equal(asked.length, 2);
    await command('why', late);
    await advance(5_000);
    assert.match(shown().at(-1) ?? '', /others write in this thread/);
  });

  test('needs one where others wrote before the bot came', async () => {
    for (const archive of [createArchive(['ann', 'bob']), createArchive(['ann'], 'bob')]) {
      const { say, asked } = await setUpThread(archive);
      await say({ text: 'and then?' });
      assert.equal(asked.length, 1);
    }
  });

  test('needs one where the network does not say who wrote', async () => {
    const many = createArchive(Array.from({ length: 100 }, () => 'ann'));
    const silent: MessageArchive = {
      ...many.archive,
      readBefore: () => Promise.reject(new Error('forbidden')),
    };
    for (const archive of [many.archive, silent]) {
      const { say, asked } = await setUpThread({ archive });
      await say({ text: 'and then?' });
      assert.equal(asked.length, 1);
    }
  });

  test('needs one after somebody else has written while another process answered there', async () => {
    const writers = ['ann', 'Parley'];
    const { archive, reads } = createArchive(writers);
    const { say, speak, asked, release, adopt } = await setUpThread({ archive });
    await say({ text: 'and then?' });
    await speak();
    assert.deepEqual([asked.length, reads()], [2, 1]);
    await release();
    writers.push('bob');
    adopt();
    await say({ text: 'and then?' });
    assert.deepEqual([asked.length, reads()], [2, 2]);
  });

  test('costs one read of a thread in the life of a process', async () => {
    const { archive, reads } = createArchive(['ann']);
    const { say, speak, restart } = await setUpThread({ archive });
    for (let count = 0; count < 5; count++) {
      await say({ text: 'and then?' });
      await speak();
    }
    assert.equal(reads(), 1);
    await restart();
    await say({ text: 'and then?' });
    await say({ text: 'and then?' });
    assert.equal(reads(), 2);
  });

  test('is theirs when it mentions or answers somebody else', async () => {
    const { say, asked } = await setUpThread();
    await say({ text: '@bob look', isForOthers: true });
    await say({ text: '@bob look', isForOthers: true, addressed: 'thread' });
    assert.equal(asked.length, 1);
  });

  test('is no question where the bot has not answered, or in a channel', async () => {
    const { say, asked } = await setUpRoom(createArchive(['ann']));
    await say({ text: 'hello', in: thread });
    await say({ text: 'hello' });
    assert.equal(asked.length, 0);
  });

  test('is a command of another bot, or empty: neither is a question', async () => {
    const { say, asked, shown } = await setUpThread();
    await say({ text: '/weather Oslo' });
    await say({ text: '' });
    assert.equal(asked.length, 1);
    assert.equal(shown().length, 1);
  });

  test('is never a question where the operator says so (NousResearch/hermes-agent PR 13004)', async () => {
    const { say, asked } = await setUpThread({ settings: { followUp: 'never' } });
    await say({ text: 'and then?' });
    await say({ text: 'and then?', addressed: 'thread' });
    assert.equal(asked.length, 1);
  });

  test('is always a question of a person where the operator says so', async () => {
    const { say, asked, shown } = await setUpRoom({ settings: { followUp: 'always' } });
    await say({ text: 'for bob', isForOthers: true });
    await say({ text: 'a bot speaks', by: 'helper', isBot: true });
    await say({ text: '/weather' });
    await say({ text: 'hello', by: 'stranger' });
    assert.equal(asked.length, 0);
    assert.deepEqual(shown(), []);
    await say({ text: 'hello' });
    assert.equal(asked.length, 1);
  });

  test('is a question in a topic that was opened after the bot came to the chat', async () => {
    const { say, asked, speak } = await setUpRoom({});
    await say({ text: 'hello' });
    const topic = { id: '1/110', kind: 'thread' as const, parentId: '1' };
    const older = { ...topic, id: '1/90' };
    for (const place of [topic, older]) {
      await say({ text: 'first question', addressed: 'mention', in: place });
      await speak();
    }
    await say({ text: 'and then?', in: older });
    assert.equal(asked.length, 2);
    await say({ text: 'and then?', in: topic });
    assert.equal(asked.length, 3);
    await say({ text: 'hello', by: 'bob', in: topic });
    await say({ text: 'and then?', in: topic });
    assert.equal(asked.length, 3);
  });
});
