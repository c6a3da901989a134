import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import type { LocalNetwork, ShownMessage } from '../../playground/local-network.ts';
import { sayText, startOpenAiServer } from '../helpers/openai-server.ts';
import { botMessages, roomOf, startParley, waitForAnswer } from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';

async function setUp(t: TestContext, config: string) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'parley.yaml');
  writeFileSync(file, config);
  const [openai, vllm] = [await startOpenAiServer(), await startOpenAiServer()];
  t.after(() => Promise.all([openai.stop(), vllm.stop()]));
  vllm.script = sayText('From the cheap one.');
  const networks = await startParley(t, {
    PARLEY_CONFIG: file,
    OPENAI_BASE_URL: openai.url,
    VLLM_BASE_URL: vllm.url,
  });
  return { ...networks, openai, vllm };
}

const ask = (network: LocalNetwork, roomId: string, authorId = network.me.id) =>
  network.say({ roomId, authorId, text: `@${network.bot.name} Hello?` });

describe('limits', () => {
  test('tell people what they have used, let a cheaper model answer, or refuse, as each network says', async (t) => {
    const { discord, telegram, openai, vllm } = await setUp(
      t,
      `
default: openai/test-model
aliases: { cheap: [vllm/test-model] }
limits:
  person: { answers_per_day: 5, degrade: cheap }
scopes:
  discord: { limits: { person: { answers_per_day: 1, degrade: none } } }
`,
    );
    const direct = roomOf(telegram, 'direct');
    const say = async (pattern: RegExp) => {
      const question = await telegram.say({ roomId: direct, text: 'Hello?' });
      return waitForAnswer(telegram, question, pattern);
    };
    for (let count = 0; count < 3; count++) assert.equal((await say(/^Hello!/)).text, 'Hello!');
    await say(/^Hello!\s+\(You have used 80% of your limit for today\.\)$/);
    await say(/^Hello!$/);
    await say(
      /^\(Your limit for today is reached, so cheap answers\. The limit resets in .*\)\s+From the cheap one\.$/,
    );
    assert.deepEqual([openai.streams.length, vllm.streams.length], [5, 1]);

    const room = roomOf(discord, 'channel');
    await waitForAnswer(discord, await ask(discord, room), /^Hello!$/);
    const refused = await ask(discord, room);
    await waitForAnswer(discord, refused, /^\(Your limit for today is reached\. It/);
    assert.equal(openai.streams.length, 6);
  });

  test('overspend by nothing when ten people ask at once at the edge of a budget', async (t) => {
    const { discord, telegram, openai } = await setUp(
      t,
      `
default: openai/test-model
models: { openai/test-model: { price: { per_request: 1 } } }
limits: { total: { usd_per_day: 3.5 } }
`,
    );
    const rooms = [...(await roomsOf(discord)), ...(await roomsOf(telegram))];

    openai.script = async (stream) => {
      await stream.held();
      await sayText('Hello!')(stream);
    };
    const questions = await Promise.all(
      rooms.map(async ({ network, id, authorId }) => ({
        network,
        question: await ask(network, id, authorId),
      })),
    );
    await openai.stream(2);
    openai.release();

    const answers = await Promise.all(
      questions.map(({ network, question }) => firstAnswer(network, question)),
    );
    assert.equal(answers.filter((text) => text === 'Hello!').length, 3);
    assert.equal(
      answers.filter((text) => /^\(Today's limit here is reached\./.test(text)).length,
      7,
    );
    assert.equal(openai.streams.length, 3);
  });
});

async function firstAnswer(network: LocalNetwork, question: ShownMessage): Promise<string> {
  const { text } = await waitFor(network, 'an answer or a refusal', () =>
    botMessages(network, question.roomId, question).find(({ text: shown }) => /[!)]$/.test(shown)),
  );
  return text;
}

/** Five rooms, in which nobody asks more often than people are told of a limit within a minute. */
async function roomsOf(network: LocalNetwork) {
  const [me, robin] = network.people().map(({ id }) => id);
  const kinds = network.name === 'discord' ? ['channel', 'thread'] : ['group', 'topic'];
  const shared = network.rooms().filter(({ kind }) => kinds.includes(kind));
  const ids = [roomOf(network, 'direct'), ...shared.map(({ id }) => id)];
  if (network.name === 'discord') {
    const thread = await network.openThread({ roomId: roomOf(network, 'channel'), name: 'More' });
    ids.push(thread.id);
  }
  return ids.slice(0, 5).map((id, index) => ({ network, id, authorId: index < 3 ? me : robin }));
}
