import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { type Handler, startRawServer } from '../helpers/raw-server.ts';
import { botMessages, roomOf, startParley, waitForAnswer } from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';

const REPORT = new URL(
  '../fixtures/reports/provider/p26.perplexity.citations.sse',
  import.meta.url,
);
const PAGE = 'https://example.org/a';

const chunk = (json: object) => `data: ${JSON.stringify(json)}\n\n`;
const delta = (content: string) => chunk({ choices: [{ index: 0, delta: { content } }] });

/** Starts the bot with a service whose answers search, and asks it on a network. */
async function ask(
  t: TestContext,
  name: 'discord' | 'telegram',
  provider: string,
  answer: Handler,
) {
  const server = await startRawServer((exchange) =>
    exchange.method === 'GET' ? exchange.respond(404) : answer(exchange),
  );
  t.after(() => server.stop());

  const prefix = provider.toUpperCase();
  const networks = await startParley(t, {
    [`${prefix}_BASE_URL`]: server.url,
    [`${prefix}_API_KEY`]: 'key',
    DEFAULT_MODEL: `${provider}/test-model`,
  });
  const network = networks[name];
  const roomId = roomOf(network, 'direct');
  const question = await network.say({ roomId, text: 'When did it open?' });
  return { server, network, question };
}

/** The addresses that a message leads to. */
function linksOf({ text, entities = [] }: Awaited<ReturnType<typeof waitForAnswer>>) {
  const onDiscord = [...text.matchAll(/\]\(<?(https?:[^>)]+)>?\)/g)].map(([, url]) => url);
  const onTelegram = entities.flatMap((entity) => ('url' in entity ? (entity.url ?? []) : []));
  return [...onDiscord, ...onTelegram];
}

for (const name of ['discord', 'telegram'] as const) {
  test(`the references of a searching model lead to its pages on ${name}`, async (t) => {
    const body = readFileSync(REPORT);
    const { network, question } = await ask(t, name, 'perplexity', (exchange) => {
      exchange.write(body);
      exchange.end();
    });
    const answer = await waitForAnswer(network, question, /1889.*1.*2/);
    assert.deepEqual(linksOf(answer), [PAGE, 'https://example.org/b']);
    assert.doesNotMatch(answer.text, /Sources/);
  });

  test(`pages that are named only at the end are linked in the whole text on ${name}`, async (t) => {
    const { server, network, question } = await ask(t, name, 'xai', async (exchange) => {
      exchange.write(delta('It opened in 1889[1], and people liked it.'));
      await exchange.waitForRelease();
      exchange.write(chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }));
      exchange.write(chunk({ choices: [], citations: [PAGE] }));
      exchange.write('data: [DONE]\n\n');
      exchange.end();
    });
    await waitFor(network, 'the text while it grows', () =>
      network.history(question.roomId).some(({ text }) => text.includes('1889[1]')),
    );
    server.release();

    const isLinked = () => {
      const [answer] = botMessages(network, question.roomId, question);
      return answer !== undefined && linksOf(answer).includes(PAGE);
    };
    await waitFor(network, 'the link', isLinked);
    assert.equal(botMessages(network, question.roomId, question).length, 1);
  });

  test(`pages that the text does not refer to stand below it on ${name}`, async (t) => {
    const { network, question } = await ask(t, name, 'gemini', (exchange) => {
      const web = { uri: PAGE, title: 'example.org' };
      exchange.write(chunk({ candidates: [{ content: { parts: [{ text: 'In 1889.' }] } }] }));
      exchange.write(
        chunk({
          candidates: [{ finishReason: 'STOP', groundingMetadata: { groundingChunks: [{ web }] } }],
        }),
      );
      exchange.end();
    });
    const answer = await waitForAnswer(network, question, /In 1889\.\n+Sources: .*example/);
    assert.deepEqual(linksOf(answer), [PAGE]);
  });
}
