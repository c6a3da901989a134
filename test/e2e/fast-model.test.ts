import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sayText, startOpenAiServer } from '../helpers/openai-server.ts';
import { botMessages, roomOf, startBot, startNetworks } from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';

describe('the answer of a model that sends all its text at once', () => {
  for (const name of ['discord', 'telegram'] as const) {
    test(`arrives on ${name} whole and in order, and the network refuses no call`, async (t) => {
      const networks = await startNetworks(t);
      const network = networks[name];
      const book = Array.from({ length: 900 }, (_, index) => `word${index}`).join(' ');
      const model = await startOpenAiServer({ script: sayText(book, { charactersPerDelta: 500 }) });
      t.after(() => model.stop());
      await startBot(t, { ...networks.env, OPENAI_BASE_URL: model.url });
      const roomId = roomOf(network, 'direct');
      const question = await network.say({ roomId, text: 'A book, please' });
      const pages = () => botMessages(network, roomId, question).map(({ text }) => text);
      await waitFor(network, 'the last word', () => pages().at(-1)?.endsWith('word899'));
      assert.equal(pages().join(' '), book);
      const refused = networks[name].controls.calls.filter(
        (call) => ('status' in call ? call.status : call.code) === 429,
      );
      assert.deepEqual(refused, []);
    });
  }
});
