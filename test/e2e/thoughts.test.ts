import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startOpenAiServer } from '../helpers/openai-server.ts';
import { botMessages, roomOf, startParley, waitForAnswer } from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';

/** Fills several messages on both networks. */
const LONG_THOUGHTS = Array.from(
  { length: 150 },
  (_, index) => `Thought number ${index + 1_000} is about the sum of two numbers.`,
).join(' ');

for (const name of ['discord', 'telegram'] as const) {
  for (const kind of ['direct', name === 'discord' ? 'channel' : 'group']) {
    test(`thoughts that end with a late tag are removed on ${name} (${kind}), and are no history`, async (t) => {
      const thoughtsSent = Promise.withResolvers<void>();
      const model = await startOpenAiServer({
        async script(stream) {
          if (stream.index === 0) {
            for (const word of LONG_THOUGHTS.split(/(?<= )/)) stream.delta(word);
            thoughtsSent.resolve();
            await stream.held();
            stream.delta('\n</th');
            stream.delta('ink>\n\nThe answer is 4,');
            await stream.held();
          }
          stream.delta(' as you know.');
          stream.finish();
        },
      });
      t.after(() => model.stop());
      const networks = await startParley(t, { OPENAI_BASE_URL: model.url });
      const network = networks[name];
      const roomId = roomOf(network, kind);
      const mention = kind === 'direct' ? '' : `@${name === 'discord' ? 'Parley' : 'parley_bot'} `;
      const question = await network.say({ roomId, text: `${mention}What is 2+2?` });
      const answers = () => botMessages(network, roomId, question).map(({ text }) => text);
      await waitFor(network, 'two messages of thoughts', () => answers().length >= 2);
      await thoughtsSent.promise;

      model.release();
      await waitFor(
        network,
        'the beginning of the answer alone, while it grows',
        () => answers().length === 1 && answers()[0] === 'The answer is 4,',
      );
      model.release();
      await waitFor(network, 'the whole answer alone', () =>
        answers().join('|').endsWith('The answer is 4, as you know.'),
      );
      assert.deepEqual(answers(), ['The answer is 4, as you know.']);

      const next = await network.say({ roomId, text: `${mention}Really?` });
      await waitForAnswer(network, next, /as you know/);
      const { messages } = (await model.stream(1)).body;
      assert.ok(messages.some(({ content }) => content === 'The answer is 4, as you know.'));
      assert.ok(!JSON.stringify(messages).includes('Thought number'));
    });
  }
}

describe('an answer that is only in the field of the thoughts', () => {
  for (const name of ['discord', 'telegram'] as const) {
    test(`is shown on ${name}, marked`, async (t) => {
      const model = await startOpenAiServer({
        script(stream) {
          stream.delta('The capital is Paris.', 'reasoning');
          stream.finish();
        },
      });
      t.after(() => model.stop());
      const networks = await startParley(t, { OPENAI_BASE_URL: model.url });
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      const question = await network.say({ roomId, text: 'Capital of France?' });
      await waitForAnswer(network, question, /only thought out loud.*\n\nThe capital is Paris\.$/);
    });
  }
});
