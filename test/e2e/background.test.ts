import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { startOpenAiServer } from '../helpers/openai-server.ts';
import { roomOf, startParley, waitForAnswer } from '../helpers/start-parley.ts';

async function setUp(t: TestContext) {
  const model = await startOpenAiServer();
  t.after(() => model.stop());
  const { discord } = await startParley(t, { OPENAI_BASE_URL: model.url });
  const robin = discord.people().find(({ name }) => name === 'Robin')?.id ?? '';
  const roomId = roomOf(discord, 'channel', 'general');

  /** Gives what the model was told. */
  async function ask(message: {
    readonly roomId?: string;
    readonly text: string;
    readonly replyTo?: string;
  }) {
    const question = await discord.say({ roomId, ...message, text: `@Parley ${message.text}` });
    await waitForAnswer(discord, question, /Hello!/);
    return model.streams.at(-1)?.question ?? '';
  }
  return { discord, robin, roomId, ask };
}

describe('on discord, the model is told', () => {
  test('the message that a thread hangs on, with the first question there', async (t) => {
    // NousResearch/hermes-agent #45188.
    const { discord, robin, roomId, ask } = await setUp(t);
    const start = await discord.say({ roomId, authorId: robin, text: 'The walnut build is red.' });
    const thread = await discord.openThread({ roomId, messageId: start.id, name: 'Build' });
    const told = await ask({ roomId: thread.id, text: 'why?' });
    assert.match(
      told,
      /⟦this thread began with a message, Robin wrote:⟧\n> The walnut build is red\.\n\n[\s\S]+why\?$/,
    );
    assert.doesNotMatch(await ask({ roomId: thread.id, text: 'and now?' }), /walnut/);
  });

  test('the first message of a forum post', async (t) => {
    const { discord, robin, ask } = await setUp(t);
    const forum = discord.controls.addForum('help');
    const post = await discord.openThread({
      roomId: forum.id,
      authorId: robin,
      name: 'Broken',
      text: 'My walnut is broken.',
    });
    assert.match(
      await ask({ roomId: post.id, text: 'ideas?' }),
      /Robin wrote:⟧\n> My walnut is broken\./,
    );
  });

  test('the earlier links of a chain of replies, and the messages that a question links to', async (t) => {
    // sipeed/picoclaw #1048 for the link.
    const { discord, robin, roomId, ask } = await setUp(t);
    const first = await discord.say({ roomId, authorId: robin, text: 'Is the walnut ripe?' });
    const second = await discord.say({ roomId, text: 'Probably not.', replyTo: first.id });
    const chain = await ask({ text: 'is that right?', replyTo: second.id });
    assert.match(
      chain,
      /⟦earlier in these replies, Robin wrote:⟧\n> Is the walnut ripe\?\n\n⟦in reply to .+:⟧\n> Probably not\./,
    );

    const linked = await ask({ text: `what about ${first.link}?` });
    assert.match(
      linked,
      /⟦in a message that the question links to, Robin wrote:⟧\n> Is the walnut ripe\?/,
    );
  });
});
