import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { ShownMessage } from '../../playground/local-network.ts';
import { startOpenAiServer } from '../helpers/openai-server.ts';
import { botMessages, roomOf, startParley, waitForAnswer } from '../helpers/start-parley.ts';

async function setUp(t: TestContext) {
  const model = await startOpenAiServer();
  t.after(() => model.stop());
  const { telegram } = await startParley(t, { OPENAI_BASE_URL: model.url });

  /** Waits for the answer, and gives what the model was asked. */
  async function questionOf(said: ShownMessage): Promise<string> {
    await waitForAnswer(telegram, said, /Hello!/);
    return model.streams.at(-1)?.question ?? '';
  }
  const direct = roomOf(telegram, 'direct');
  const group = roomOf(telegram, 'group');
  return { telegram, questionOf, direct, group };
}

// NousResearch/hermes-agent #31071 (addresses behind words), openclaw/openclaw PR 83873 (code),
// nyxandro/osinara PR 139 (rich messages in groups), crystal-autobot/autobot #108 (polls, quotes).
test('on telegram, the model is told marks, rich messages, polls and quotes of other chats', async (t) => {
  const { telegram, questionOf, direct, group } = await setUp(t);

  const marked = await telegram.say({
    roomId: direct,
    text: 'Does the post explain print(1)?',
    entities: [
      { type: 'text_link', offset: 5, length: 8, url: 'https://example.com/post' },
      { type: 'pre', offset: 22, length: 8, language: 'python' },
    ],
  });
  assert.equal(
    await questionOf(marked),
    'Does [the post](https://example.com/post) explain \n```python\nprint(1)\n```\n?',
  );

  const rich = telegram.controls.sayRich(group, [
    { type: 'paragraph', text: 'Two ways:' },
    {
      type: 'list',
      items: [{ label: '1.', value: 1, blocks: [{ type: 'paragraph', text: 'walk' }] }],
    },
    {
      type: 'paragraph',
      text: [{ type: 'mention', text: '@parley_bot', username: 'parley_bot' }, ' which?'],
    },
  ]);
  assert.match(await questionOf(rich), /Two ways:\n\n1\. walk\n\nwhich\?$/);

  const poll = await telegram.say({
    roomId: group,
    text: '',
    extra: { kind: 'poll', question: 'Lunch?', options: ['Soup', 'Rice'] },
  });
  const about = await telegram.say({
    roomId: direct,
    text: 'What would you take?',
    replyTo: poll.id,
    replyToRoomId: group,
  });
  const question = await questionOf(about);
  assert.match(question, /\[poll\] Lunch\?\n> - Soup\n> - Rice/);
  assert.match(question, /What would you take\?$/);
});

// NousResearch/hermes-agent #63485: a private chat with topics.
test('on telegram, a topic in a private chat is a conversation of its own, with its answers in it', async (t) => {
  const { telegram, questionOf, direct } = await setUp(t);
  telegram.controls.setPrivateTopics(true);
  const topic = await telegram.openThread({ roomId: direct, name: 'Trip' });
  const said = await telegram.say({ roomId: topic.id, text: 'Where to?' });
  assert.equal(await questionOf(said), 'Where to?');
  assert.equal(botMessages(telegram, topic.id).length, 1);
  assert.equal(botMessages(telegram, direct).length, 0);
});
