import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LocalNetwork } from '../../playground/local-network.ts';
import { startOpenAiServer } from '../helpers/openai-server.ts';
import { botMessages, roomOf, startParley } from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';

const CHANNELS = 30;
const COMMANDS = 30;

test('a person with 30 questions in 30 channels leaves the second place to somebody else with one', async (t) => {
  const model = await startOpenAiServer({
    script: async (stream) => {
      await stream.held();
      stream.delta('Hello!');
      stream.finish();
    },
  });
  t.after(() => model.stop());
  const { discord } = await startParley(t, {
    OPENAI_BASE_URL: model.url,
    OPENAI_API_KEY: 'k',
    OPENAI_CONCURRENCY: '1',
    DEFAULT_MODEL: 'openai/test-model',
  });
  const roomId = roomOf(discord, 'channel');
  const mention = `<@${discord.bot.id}>`;
  const typing = new Set<string>();
  discord.watch((change) => {
    if (change.kind === 'typing') typing.add(change.roomId);
  });
  const robin = personOf(discord);

  const threads: string[] = [];
  for (let index = 0; index < CHANNELS; index++) {
    const { id: messageId } = await discord.say({ roomId, text: `topic ${index}` });
    const thread = await discord.openThread({ roomId, messageId, name: `topic ${index}` });
    threads.push(thread.id);
    await discord.say({ roomId: thread.id, text: `${mention} mine ${index}` });
  }
  await waitFor(discord, 'all answers are under way', () =>
    threads.every((thread) => typing.has(thread)),
  );
  await discord.say({ roomId, authorId: robin, text: `${mention} theirs` });
  await waitFor(discord, 'the answer to the other person is under way', () => typing.has(roomId));

  model.release();
  const second = await model.stream(1);
  assert.match(second.question, /theirs$/);
  model.script = async (stream) => {
    stream.delta('Hello!');
    stream.finish();
  };
  model.release();
  await waitFor(discord, 'all answers', () =>
    [...threads, roomId].every((room) => botMessages(discord, room).length > 0),
  );
});

test('too many commands get a sentence, and leave /stop to the person', async (t) => {
  const { discord } = await startParley(t);
  const roomId = roomOf(discord, 'channel', 'general');
  const robin = personOf(discord);
  const shown = () => discord.history(roomId, robin).map(({ text }) => text);
  const count = (pattern: RegExp) => shown().filter((text) => pattern.test(text)).length;
  for (let index = 0; index < COMMANDS + 3; index++) {
    await discord.run({ roomId, authorId: robin, name: 'pins' });
  }
  await discord.run({ roomId, authorId: robin, name: 'stop' });
  await waitFor(
    discord,
    'a reply to each command, which Discord would show as failed without one',
    () => count(/pinned/) === COMMANDS && count(/too many commands/) === 3,
  );
  await waitFor(discord, 'the reply to /stop', () => count(/not answering anything/) === 1);
});

/** A person who is no admin. */
function personOf({ people, me }: LocalNetwork): string {
  const person = people().find(({ id, isBot }) => id !== me.id && !isBot);
  assert.ok(person);
  return person.id;
}
