import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { threadTitle } from '../../../src/bot/intake/thread-title.ts';
import type { Address } from '../../../src/contracts/address.ts';
import { PlatformError, type PlatformErrorKind } from '../../../src/errors.ts';
import { said } from '../../conversations/messages.ts';
import { setUpRoom } from './set-up-room.ts';

/** A network that opens threads, after these refusals. */
function createThreads(...refusals: PlatformErrorKind[]) {
  const opened: Address[] = [];
  const openThread = async (address: Address) => {
    opened.push(address);
    const kind = refusals.shift();
    if (kind) throw new PlatformError('refused', { kind, platform: 'test' });
  };
  return { openThread, opened, settings: { opensThreads: true } };
}

describe('a thread for each mention', () => {
  test('is opened before the first words, with the id of the question and its title', async () => {
    const threads = createThreads();
    const { say, speak, answered, asked } = await setUpRoom(threads);
    const { id } = await say({ addressed: 'mention', text: 'Why is the sky **blue**?' });
    assert.equal(threads.opened.length, 1);
    await speak();
    const { channel, opensThread, questionId } = answered[0] ?? assert.fail('an answer is shown');
    assert.deepEqual([channel.id, channel.kind, channel.parentId], [id, 'thread', '1']);
    assert.deepEqual([opensThread, questionId], ['Why is the sky blue?', id]);
    assert.equal(asked.length, 1);
  });

  test('is opened for a person who wants that, and not for others', async () => {
    const threads = createThreads();
    const { say, speak, people } = await setUpRoom({ ...threads, settings: {} });
    await people.change('test', 'ann', () => ({ opensThreads: true }));
    for (const by of ['bob', 'ann']) {
      await say({ by, addressed: 'mention', text: `question of ${by}` });
      await speak();
    }
    assert.deepEqual(
      threads.opened.map(({ opensThread }) => opensThread),
      ['question of ann'],
    );
  });

  test('has no words of a person without memory in its title, which every prompt has', async () => {
    const threads = createThreads();
    const { say, speak, people } = await setUpRoom(threads);
    await people.change('test', 'ann', () => ({ isRemembered: false }));
    await say({ by: 'ann', addressed: 'mention', text: 'a secret' });
    await speak();
    assert.deepEqual(
      threads.opened.map(({ channel, opensThread }) => [channel.name, opensThread]),
      [['Question', 'Question']],
    );
  });

  test('is where the person goes on, with what was said there', async () => {
    const threads = createThreads();
    const { say, speak, conversations, answered } = await setUpRoom(threads);
    const question = await say({ addressed: 'mention', text: 'first' });
    await speak();
    const place = answered[0]?.channel ?? assert.fail('an answer is shown');
    await say({ addressed: 'thread', text: 'second', in: place });
    await speak();
    assert.equal(threads.opened.length, 1);
    const found = await conversations.find(place, {});
    assert.equal(found?.turn.sequence, 2);
    const byQuestion = await conversations.find(question.channel, { messageId: question.id });
    assert.equal(byQuestion?.turn.sequence, 1);
  });

  test('does not come for replies, in threads, in private chats, or where the operator says nothing', async () => {
    for (const [settings, message] of [
      [{ opensThreads: false }, { addressed: 'mention' }],
      [{ opensThreads: true }, { addressed: 'reply' }],
      [{ opensThreads: true }, { addressed: 'mention', in: { kind: 'thread' } }],
      [{ opensThreads: true }, { addressed: 'direct', in: { kind: 'direct' } }],
    ] as const) {
      const threads = createThreads();
      const { say, speak, answered } = await setUpRoom({ ...threads, settings });
      await say({ text: 'question', ...message });
      await speak();
      assert.equal(threads.opened.length, 0);
      assert.equal(answered[0]?.channel.id, '1');
    }
  });

  test('gives way to an answer in the channel where it is forbidden', async () => {
    const threads = createThreads('forbidden');
    const { say, speak, answered, conversations, room, asked } = await setUpRoom(threads);
    const question = await say({ addressed: 'mention', text: 'first' });
    await speak();
    assert.deepEqual(answered, [{ channel: room, questionId: question.id }]);
    await say({ addressed: 'mention', text: 'second' });
    await speak();
    assert.equal(threads.opened.length, 1, 'it is not tried again for a while');
    assert.equal(asked.length, 2);
    const found = await conversations.find(room, { messageId: question.id });
    assert.equal(found?.turn.conversation, 'test:1');
  });

  test('is tried again after trouble on the network', async () => {
    const threads = createThreads('network', 'rate_limit');
    const { say, speak, advance, answered } = await setUpRoom(threads);
    const { id } = await say({ addressed: 'mention', text: 'first' });
    await advance(10_000);
    await speak();
    assert.equal(threads.opened.length, 3);
    assert.equal(answered[0]?.channel.id, id);
  });

  test('holds all lines of a question, which the person writes in the channel', async () => {
    const threads = createThreads();
    const { say, speak, lastQuestion, shown, edit, remove, asked } = await setUpRoom(threads);
    await say({ addressed: 'mention', text: 'first line' });
    const second = await say({ addressed: 'mention', text: 'second line' });
    assert.match(lastQuestion() ?? '', /first line.*second line/s);
    await edit(second, { text: 'better line' });
    await speak();
    assert.match(lastQuestion() ?? '', /first line.*better line/s);
    await speak();
    assert.deepEqual(shown(), [`answer ${asked.length}`]);
    const count = asked.length;
    await remove(second);
    await speak();
    assert.equal(asked.length, count);
  });

  test('is opened once more after a kill before the first words', async () => {
    const threads = createThreads();
    const { say, restart, speak, shown } = await setUpRoom(threads);
    await say({ addressed: 'mention', text: 'first' });
    await restart();
    assert.equal(threads.opened.length, 2);
    await speak();
    assert.equal(shown().length, 1);
  });
});

describe('threadTitle', () => {
  const titleOf = (text: string, more = {}) =>
    threadTitle({ ...said({ text }).message, ...more }, 'en');

  for (const [text, title] of [
    ['Why?', 'Why?'],
    ['two\nlines', 'two lines'],
    ['@bob see [this page](https://example.org/a)', 'see this page'],
    ['# Heading\n\n`code` and **bold**', 'Heading code and bold'],
  ] as const) {
    test(`makes ${JSON.stringify(title)} of ${JSON.stringify(text)}`, () => {
      assert.equal(titleOf(text), title);
    });
  }

  test('cuts a long question at a word', () => {
    const title = titleOf('words '.repeat(60));
    assert.ok(title.length <= 90);
    assert.match(title, /words…$/);
    assert.ok(titleOf('x'.repeat(500)).length <= 90);
  });

  test('names the file, or nothing, of a question without words', () => {
    const attachments = [{ ref: 'a', name: 'cat.png', mime: 'image/png', bytes: 1 }];
    assert.equal(titleOf('', { attachments }), 'cat.png');
    assert.equal(titleOf(''), 'Question');
  });
});
