import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LocalNetwork, ShownMessage } from '../../playground/local-network.ts';
import { startOpenAiServer } from '../helpers/openai-server.ts';
import {
  botMessages,
  type Endings,
  roomOf,
  startParley,
  waitForAnswer,
} from '../helpers/start-parley.ts';

/**
 * Starts a bot whose model begins its first answer,
 * ends it on release, and echoes every later question.
 */
async function setUp(t: Endings) {
  const model = await startOpenAiServer({
    async script(stream) {
      if (stream.index > 0) stream.delta(stream.question.replace('echo ', ''));
      else {
        stream.delta('The first answer begins here');
        await stream.held();
        stream.delta(' and ends there.');
      }
      stream.finish();
    },
  });
  t.after(() => model.stop());
  return { model, ...(await startParley(t, { OPENAI_BASE_URL: model.url })) };
}

async function ask(network: LocalNetwork, text: string): Promise<ShownMessage> {
  return network.say({ roomId: roomOf(network, 'direct'), text });
}

/**
 * Resolves when the bot has handled all earlier events: it
 * answers commands at once, in the order of the events.
 */
async function waitUntilHeard(network: LocalNetwork, since: ShownMessage): Promise<void> {
  await network.run({ roomId: since.roomId, name: 'help' });
  await waitForAnswer(network, since, /\/reset/);
}

for (const name of ['discord', 'telegram'] as const) {
  describe(`a waiting question on ${name}`, () => {
    test('is answered in its edited form', async (t) => {
      const { model, ...networks } = await setUp(t);
      const network = networks[name];
      const first = await ask(network, 'Hello?');
      await waitForAnswer(network, first, /^The first answer begins/);
      const second = await ask(network, 'echo walnut');
      await network.edit(second.roomId, second.id, 'echo hazel');
      await waitUntilHeard(network, first);
      model.release();
      await waitForAnswer(network, second, /^hazel$/);
    });
  });
}

describe('Discord, which reports deleted messages,', () => {
  test('lets people withdraw a waiting question', async (t) => {
    const { model, discord } = await setUp(t);
    const first = await ask(discord, 'Hello?');
    await waitForAnswer(discord, first, /^The first answer begins/);
    const second = await ask(discord, 'echo walnut');
    await discord.remove(second.roomId, second.id);
    await waitUntilHeard(discord, first);
    model.release();
    await waitForAnswer(discord, first, /ends there\.$/);
    await waitForAnswer(discord, await ask(discord, 'echo hazel'), /^hazel$/);
    assert.ok(!botMessages(discord, first.roomId).some(({ text }) => text === 'walnut'));
  });

  test('lets people stop a growing answer by deleting it', async (t) => {
    const { model, discord } = await setUp(t);
    const echo = model.script;
    model.script = async (stream) => {
      while (!stream.gone.aborted) {
        stream.delta('and so on ');
        await stream.pause(5);
      }
    };
    const first = await ask(discord, 'Hello?');
    const answer = await waitForAnswer(discord, first, /^and so on/);
    await discord.remove(answer.roomId, answer.id);
    assert.equal(await (await model.stream(0)).closed, 'gone');
    model.script = echo;
    await waitForAnswer(discord, await ask(discord, 'echo hazel'), /^hazel$/);
    assert.deepEqual(
      botMessages(discord, first.roomId, first).map(({ text }) => text),
      ['hazel'],
      'nothing of the deleted answer comes back',
    );
  });
});
