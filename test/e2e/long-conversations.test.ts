import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { ShownMessage } from '../../playground/local-network.ts';
import { type ChatStream, sayText, startOpenAiServer } from '../helpers/openai-server.ts';
import {
  botMessages,
  roomOf,
  startBot,
  startNetworksAndDisk,
  waitForAnswer,
} from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';

/** About 550 tokens by the estimate, so five of them do not fit. */
const STORY = 'A long story. '.repeat(120);
const MAX_QUESTIONS = 20;
const SUMMARY = 'They told each other about walnuts.';

const isSummary = ({ question }: ChatStream) => question.endsWith('Write the summary.');
const promptOf = ({ body }: ChatStream) => body.messages.map(({ content }) => content).join('\n');

for (const name of ['discord', 'telegram'] as const) {
  describe(`a conversation on ${name} that no longer fits into its model`, () => {
    async function setUp(t: TestContext) {
      const model = await startOpenAiServer({
        models: { data: [{ id: 'test-model', context_length: 4_096 }] },
      });
      t.after(() => model.stop());
      model.script = (stream) => sayText(isSummary(stream) ? SUMMARY : 'Fine.')(stream);
      const { env, ...networks } = await startNetworksAndDisk(t);
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      const settings = { ...env, OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k' };
      const app = await startBot(t, settings);

      const ask = async (text: string) => {
        const question = await network.say({ roomId, text });
        await waitForAnswer(network, question, /Fine\./);
        const answers = model.streams.filter((stream) => !isSummary(stream));
        return { question, prompt: promptOf(answers.at(-1) ?? assert.fail('an answer')) };
      };
      const askUntilSummarised = async () => {
        const first = await ask(`First: walnuts. ${STORY}`);
        for (let questions = 0; !model.streams.some(isSummary); questions += 1) {
          assert.ok(questions < MAX_QUESTIONS, 'no summary was made');
          await ask(`More. ${STORY}`);
        }
        return first;
      };
      /** The summary is stored soon after the model wrote it. */
      const askUntil = async (isExpected: (prompt: string) => boolean) => {
        for (let questions = 0; questions < MAX_QUESTIONS; questions += 1) {
          const { prompt } = await ask('And now?');
          if (isExpected(prompt)) return prompt;
        }
        return assert.fail('no prompt was as expected');
      };
      return { model, network, roomId, networks, app, settings, ask, askUntilSummarised, askUntil };
    }

    test('goes on with a summary, says so once, and keeps it over a restart', async (t) => {
      const { model, network, roomId, app, settings, askUntilSummarised, askUntil, ask } =
        await setUp(t);
      await askUntilSummarised();
      const prompt = await askUntil((text) => text.includes(SUMMARY));
      assert.match(
        prompt,
        /⟦Summary of the earlier conversation \(questions 1–\d+\)⟧\n> They told/,
      );
      assert.ok(!prompt.includes('First: walnuts.'));
      const notices = botMessages(network, roomId).filter(({ text }) =>
        /a summary of them/.test(text),
      );
      assert.equal(notices.length, 1);

      const summaries = model.streams.filter(isSummary).length;
      await app.stop();
      await startBot(t, settings);
      assert.ok((await ask('And after the restart?')).prompt.includes(SUMMARY));
      assert.equal(model.streams.filter(isSummary).length, summaries);
    });

    test('sends each prompt as the beginning of the next one, byte for byte, until then', async (t) => {
      const { model, ask } = await setUp(t);
      for (const text of ['One?', '**Two** [link](https://example.org)?', 'Three?'])
        await ask(text);
      const prompts = model.streams.map(({ body }) =>
        body.messages.map((one) => JSON.stringify(one)),
      );
      assert.deepEqual(prompts[1]?.slice(0, prompts[0]?.length), prompts[0]);
      assert.deepEqual(prompts[2]?.slice(0, prompts[1]?.length), prompts[1]);
      assert.equal(prompts[2]?.length, 6);
    });

    test('forgets its summary with a question that it covers, and with a reset', async (t) => {
      const { network, networks, roomId, askUntilSummarised, askUntil } = await setUp(t);
      const { question } = await askUntilSummarised();
      await askUntil((text) => text.includes(SUMMARY));
      await forget(question);
      // Made anew, from what is left.
      await askUntil((text) => text.includes(SUMMARY) && !text.includes('questions 1–'));

      await run('reset');
      await askUntil((text) => !text.includes(SUMMARY));

      async function forget({ id: targetId }: ShownMessage): Promise<void> {
        if (name === 'discord') await network.remove(roomId, targetId);
        else await network.say({ roomId, text: '/forget', replyTo: targetId });
      }

      async function run(command: string): Promise<void> {
        if (name === 'discord') await networks.discord.run({ roomId, name: command });
        else await network.say({ roomId, text: `/${command}` });
        await waitFor(network, 'the reset', () =>
          botMessages(network, roomId).some(({ text }) => /start a new conversation\.$/.test(text)),
        );
      }
    });
  });
}
