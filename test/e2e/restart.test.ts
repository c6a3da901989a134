import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sayText, startOpenAiServer } from '../helpers/openai-server.ts';
import {
  botMessages,
  roomOf,
  startBot,
  startNetworksAndDisk,
  waitForAnswer,
} from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';

describe('after a restart', () => {
  for (const name of ['discord', 'telegram'] as const) {
    test(`the bot on ${name} still has the history and the chosen model`, async (t) => {
      const networks = await startNetworksAndDisk(t);
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      const first = await startBot(t, networks.env);
      await network.run({ roomId, name: 'model', options: { name: 'demo/swift' } });
      await waitFor(network, 'the choice', () =>
        botMessages(network, roomId).some(({ text }) => text.includes('From now on')),
      );
      const question = await network.say({ roomId, text: 'my word is walnut' });
      await waitForAnswer(network, question, /real model answers instead/);
      await first.stop();

      await startBot(t, networks.env);
      const next = await network.say({ roomId, text: 'what was it?' });
      await waitForAnswer(network, next, /I remember 2 messages.*walnut/);
      await network.run({ roomId, name: 'model' });
      await waitFor(network, 'the model', () =>
        botMessages(network, roomId, next).some(({ text }) => /^demo\/swift/.test(text)),
      );
    });

    test(`the bot on ${name} writes an interrupted answer again, in the same message`, async (t) => {
      const networks = await startNetworksAndDisk(t);
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      const model = await startOpenAiServer({
        async script(stream) {
          stream.delta('The beginning of an answer that takes long');
          await stream.held();
        },
      });
      t.after(() => model.stop());
      const env = { ...networks.env, OPENAI_BASE_URL: model.url };
      const first = await startBot(t, env);
      const question = await network.say({ roomId, text: 'Hello?' });
      const marked = await waitForAnswer(network, question, /The beginning/);
      await first.stop();
      await waitForAnswer(network, question, /The beginning.*\n\n.*I'm restarting/);

      model.script = sayText('The whole answer.');
      await startBot(t, env);
      const answer = await waitForAnswer(network, question, /^The whole answer\.$/);
      assert.equal(answer.id, marked.id);
      assert.equal(botMessages(network, roomId, question).length, 1);
    });
  }

  test('a second process on the same store waits until the first one has ended', async (t) => {
    const { telegram, env } = await startNetworksAndDisk(t);
    const roomId = roomOf(telegram, 'direct');
    const first = await startBot(t, env);
    const second = startBot(t, env);
    const question = await telegram.say({ roomId, text: 'echo once' });
    await waitForAnswer(telegram, question, /^once$/);
    await first.stop();
    await second;
    const next = await telegram.say({ roomId, text: 'echo twice' });
    await waitForAnswer(telegram, next, /^twice$/);
    assert.equal(botMessages(telegram, roomId).length, 2);
  });
});
