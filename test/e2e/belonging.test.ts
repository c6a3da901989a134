import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import type { LocalNetwork, ShownMessage } from '../../playground/local-network.ts';
import {
  type OpenAiServer,
  type Script,
  sayText,
  startOpenAiServer,
} from '../helpers/openai-server.ts';
import {
  botMessages,
  roomOf,
  startBot,
  startNetworksAndDisk,
  waitForAnswer,
} from '../helpers/start-parley.ts';
import { startReadyProcess } from '../helpers/start-process.ts';
import { waitFor } from '../helpers/wait-for.ts';

const places = [
  { name: 'discord', group: 'channel', mention: '@Parley ', limit: 2_000 },
  { name: 'telegram', group: 'group', mention: '@parley_bot ', limit: 4_096 },
] as const;

type Place = (typeof places)[number];

const answer = sayText('The answer.');

const answerWhenReleased: Script = async (stream) => {
  await stream.held();
  await answer(stream);
};

/** Both networks and a model that is silent until it is told to speak. */
async function setUp(t: Parameters<typeof startNetworksAndDisk>[0], place: Place, scopes?: string) {
  const model: OpenAiServer = await startOpenAiServer({ script: answerWhenReleased });
  t.after(() => model.stop());
  const networks = await startNetworksAndDisk(t);
  const network = networks[place.name];
  // Otherwise Telegram shows a bot only what is meant for it.
  networks.telegram.controls.setPrivacy(false);
  const env = { ...networks.env, OPENAI_BASE_URL: model.url };
  const configured = scopes ? { ...env, PARLEY_CONFIG: await writeScopes(env, scopes) } : env;
  const roomId = roomOf(network, place.group);

  return {
    model,
    networks,
    network,
    env: configured,
    roomId,
    direct: roomOf(network, 'direct'),
    ask: (text: string, room = roomId) =>
      network.say({ roomId: room, text: `${place.mention}${text}` }),
    /** The model answers all questions from now on. */
    speak() {
      model.script = answer;
      model.release();
    },
    waitForQuestion: (pattern: RegExp) =>
      waitFor(network, `a question like ${pattern}`, () =>
        model.streams.find(({ question }) => pattern.test(question)),
      ),
    /** Waits until nothing runs, and gives the number of answers after a message. */
    async countAnswers(question: ShownMessage) {
      await waitForAnswer(network, question, /The answer/);
      const last = await network.say({ roomId: question.roomId, text: `${place.mention}last` });
      await waitForAnswer(network, last, /The answer/);
      return botMessages(network, question.roomId, question).length - 1;
    },
  };
}

async function writeScopes(env: Record<string, string | undefined>, scopes: string) {
  const folder = dirname((env.STORE_URL ?? '').replace('sqlite:', ''));
  const file = join(folder, 'parley.yaml');
  await writeFile(file, `scopes:\n  bot:\n    ${scopes}\n`);
  return file;
}

for (const place of places) {
  const { name, limit, mention } = place;

  describe(`on ${name}, one question`, () => {
    test('is several lines: the model is asked at once, and anew with all of them', async (t) => {
      const { model, network, env, direct, speak, waitForQuestion, countAnswers } = await setUp(
        t,
        place,
      );
      await startBot(t, env);
      const question = await network.say({ roomId: direct, text: 'first line' });
      await model.stream(0);
      await network.say({ roomId: direct, text: 'second line' });
      await waitForQuestion(/first line.*second line/s);
      assert.equal(await model.streams[0]?.closed, 'gone');
      speak();
      assert.equal(await countAnswers(question), 1);
    });

    test('is a comment and its forward', async (t) => {
      const { network, env, roomId, direct, speak, waitForQuestion, countAnswers } = await setUp(
        t,
        place,
      );
      const source = await network.say({ roomId: direct, text: 'The news of the day' });
      await startBot(t, env);
      await network.forward({
        roomId: direct,
        messageId: source.id,
        toRoomId: roomId,
        text: `${mention}what is this`,
      });
      await waitForQuestion(name === 'discord' ? /news.*what is/s : /what is.*news/s);
      speak();
      const first = network.history(roomId).at(-2);
      assert.ok(first);
      assert.equal(await countAnswers(first), 1);
    });

    test('is a mention alone and the forward, file or line that comes next', async (t) => {
      const { network, env, roomId, direct, model, waitForQuestion } = await setUp(t, place);
      model.script = answer;
      const source = await network.say({ roomId: direct, text: 'The news of the day' });
      await startBot(t, env);
      const bare = mention.trim();
      const forward = { roomId: direct, messageId: source.id, toRoomId: roomId, text: bare };
      await network.forward(forward);
      await waitForQuestion(/The news of the day/);

      await network.say({ roomId, text: bare });
      const bytes = Buffer.from('first line of the log');
      await network.say({
        roomId,
        text: '',
        file: { name: 'a.log', mime: 'text/plain', bytes, sentAs: 'document' },
      });
      await waitForQuestion(/first line of the log/);

      await network.say({ roomId, text: bare });
      await network.say({ roomId, text: 'how are you?' });
      await waitForQuestion(/how are you/);
      const alone = await network.say({ roomId, text: bare });
      await waitForAnswer(network, alone, /Write your question/);
      const helps = botMessages(network, roomId).filter(({ text }) => text.startsWith('Write'));
      assert.equal(helps.length, 1);
    });

    test('is a long paste that the app has split', async (t) => {
      const { network, env, roomId, ask, speak, waitForQuestion, countAnswers } = await setUp(
        t,
        place,
      );
      await startBot(t, env);
      const question = await ask(`start ${'a'.repeat(limit - 40)}`);
      await network.say({ roomId, text: 'b'.repeat(limit) });
      await network.say({ roomId, text: 'the end' });
      await waitForQuestion(/start a+.*b{1000,}.*the end/s);
      speak();
      assert.equal(await countAnswers(question), 1);
    });

    test('that waits is seen to be heard', async (t) => {
      const { model, network, env, ask, speak } = await setUp(t, place);
      await startBot(t, env);
      await ask('first');
      await model.stream(0);
      const other = network.people().find(({ id, isBot }) => !isBot && id !== network.me.id);
      assert.ok(other);
      const waiting = await network.say({
        roomId: roomOf(network, place.group),
        authorId: other.id,
        text: `${mention}second`,
      });
      const reactions = () =>
        network.history(waiting.roomId).find(({ id }) => id === waiting.id)?.reactions ?? [];
      await waitFor(network, 'a reaction', () =>
        reactions()[0]?.emoji === '👀' ? true : undefined,
      );
      speak();
      await waitForAnswer(network, waiting, /The answer/);
      await waitFor(network, 'no reaction', () => (reactions().length === 0 ? true : undefined));
    });
  });
}

test('after a kill, one question of several lines is asked anew with all of them on both networks', async (t) => {
  const { model, networks, env, speak } = await setUp(t, places[0]);
  const first = await startReadyProcess(env);
  t.after(() => first.kill('SIGKILL'));
  const asked: { network: LocalNetwork; roomId: string; question: ShownMessage }[] = [];
  const requestsOf = (name: string) =>
    model.streams.filter(({ question }) => question.includes(`${name}: first line`));
  for (const { name } of places) {
    const network = networks[name];
    const roomId = roomOf(network, 'direct');
    const question = await network.say({ roomId, text: `${name}: first line` });
    await waitFor(network, 'a request', () => requestsOf(name).length > 0);
    await network.say({ roomId, text: 'second line' });
    await waitFor(network, 'a request with both lines', () =>
      requestsOf(name).some((stream) => stream.question.includes('second line')),
    );
    asked.push({ network, roomId, question });
  }
  first.kill('SIGKILL');
  await first.ended;

  const count = model.streams.length;
  speak();
  const second = await startReadyProcess(env);
  t.after(() => second.kill('SIGKILL'));
  for (const { network, roomId, question } of asked) {
    await waitForAnswer(network, question, /The answer/);
    const last = await network.say({ roomId, text: 'last' });
    await waitForAnswer(network, last, /The answer/);
    assert.equal(botMessages(network, roomId, question).length, 2);
  }
  for (const { name } of places) {
    const again = requestsOf(name).filter((stream) => model.streams.indexOf(stream) >= count);
    assert.match(again[0]?.question ?? '', /first line.*second line/s);
  }
});

describe('on discord', () => {
  const [discord] = places;

  test('a proxied message is answered once', async (t) => {
    const { networks, env, roomId, ask, speak, waitForQuestion, countAnswers } = await setUp(
      t,
      discord,
      'proxies: true',
    );
    await startBot(t, env);
    const question = await ask('who am I');
    await waitForQuestion(/who am I/);
    const copy = networks.discord.controls.proxy(roomId, question.id, 'Luna');
    await waitForQuestion(/Luna/);
    speak();
    assert.equal(await countAnswers(copy), 1);
  });

  test('a mention opens a thread, in which no other mention is needed', async (t) => {
    const { network, env, ask, model, roomId } = await setUp(t, discord, 'threads: true');
    model.script = answer;
    await startBot(t, env);
    const question = await ask('Why is the sky blue?');
    const thread = await waitFor(network, 'a thread', () =>
      network
        .rooms()
        .find(({ kind, name }) => kind === 'thread' && name === 'Why is the sky blue?'),
    );
    const answers = () =>
      botMessages(network, thread.id).filter(({ text }) => text === 'The answer.');
    await waitFor(network, 'an answer', () => answers()[0]);
    await network.say({ roomId: thread.id, text: 'and at night?' });
    await waitFor(network, 'a second answer', () => answers()[1]);
    assert.deepEqual(botMessages(network, roomId, question), []);
  });
});
