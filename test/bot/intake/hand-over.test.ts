import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ChatMessage } from '../../../src/contracts/chat-message.ts';
import type { MessageArchive } from '../../../src/contracts/message-archive.ts';
import { type RoomOptions, setUpRoom } from './set-up-room.ts';

/** Two processes on one store, which both run already. The first one answers in the room. */
async function setUpTwo(options: RoomOptions = {}) {
  const room = await setUpRoom({ ...options, isShared: true });
  await room.handOver();
  await room.handOver();
  return room;
}

describe('a process that takes over a chat', () => {
  test('takes away the sign that an earlier one gave to a waiting question', async () => {
    const { say, drain, handOver, speak, advance, surface } = await setUpTwo();
    await say({ by: 'ann', addressed: 'mention', text: 'first' });
    await say({ by: 'bob', addressed: 'mention', text: 'second' });
    assert.deepEqual(surface.reactions, ['👀']);
    await advance(1);
    await Promise.all([drain(), advance(5_000)]);
    await handOver();
    await speak();
    await advance(5_000);
    // It cannot know which of the two had one.
    assert.deepEqual(surface.reactions, ['👀', undefined, undefined]);
  });

  test('joins the late part of a question that it has not seen', async () => {
    const { say, drain, handOver, advance, now, lastQuestion } = await setUpTwo();
    const sentAt = now();
    await advance(120_000);
    await say({ addressed: 'mention', text: 'what is this', sentAt });
    await advance(1);
    await Promise.all([drain(), advance(5_000)]);
    await handOver();
    await say({ text: 'forwarded words', forwardedFrom: 'News', sentAt: sentAt + 1_000 });
    await advance(2_000);
    assert.match(lastQuestion() ?? '', /what is this.*forwarded words/s);
  });

  test('knows who has written in a thread since it answered there before', async () => {
    const before: ChatMessage[] = [];
    const archive: MessageArchive = {
      read: async () => undefined,
      readBefore: async () => before,
      readThreadStart: async () => undefined,
    };
    const channel = { id: '90', kind: 'thread' as const, parentId: '1' };
    const { say, handOver, speak, asked } = await setUpTwo({ archive, channel });
    before.push(await say({ by: 'ann', addressed: 'mention', text: 'first' }));
    await speak();
    before.push(await say({ by: 'ann', text: 'and then?' }));
    await speak();
    assert.equal(asked.length, 2, 'ann is alone there, and needs no mention');

    await handOver();
    before.push(await say({ by: 'bob', text: 'hello ann' }));
    await handOver();
    await say({ by: 'ann', text: 'hello bob' });
    assert.equal(asked.length, 2, 'what people write to each other is no question');
  });
});
