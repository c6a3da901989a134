import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LocalNetwork } from '../../playground/local-network.ts';
import {
  type OpenAiServer,
  type Script,
  sayText,
  startOpenAiServer,
} from '../helpers/openai-server.ts';
import {
  botMessages,
  type Endings,
  type LocalNetworks,
  roomOf,
  startBot,
  startNetworks,
  waitForAnswer,
} from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';

async function setUp(t: Endings): Promise<LocalNetworks & { readonly model: OpenAiServer }> {
  const networks = await startNetworks(t);
  const model = await startOpenAiServer();
  await startBot(t, { ...networks.env, OPENAI_BASE_URL: model.url });
  t.after(() => model.stop());
  return { ...networks, model };
}

const mentionOn = (network: LocalNetwork) =>
  network.name === 'discord' ? '@Parley' : '@parley_bot';
const groupOf = (network: LocalNetwork) =>
  roomOf(network, network.name === 'discord' ? 'channel' : 'group');

for (const name of ['discord', 'telegram'] as const) {
  describe(`the bot on ${name}`, () => {
    test('answers the longest and the strangest questions', async (t) => {
      const { model, ...networks } = await setUp(t);
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      const longest = name === 'discord' ? 2_000 : 4_096;
      model.script = (stream) => sayText(`I read ${stream.question.length} units.`)(stream);
      for (const text of [
        'x'.repeat(longest),
        '🙂'.repeat(longest / 2),
        'مرحبا \u202Eabc\u202C שלום',
        'a\u0000b\u0007c',
        '\u{1F469}\u200D\u{1F469}\u200D\u{1F467}',
        '```\nnever closed',
      ]) {
        const question = await network.say({ roomId, text });
        await waitForAnswer(network, question, /I read \d+ units/);
      }
    });

    test('answers mentions without words with how to ask', async (t) => {
      const { model, ...networks } = await setUp(t);
      const network = networks[name];
      const mention = mentionOn(network);
      for (const text of [mention, `${mention} ${mention} ${mention}`, `${mention} \n\t `]) {
        const question = await network.say({ roomId: groupOf(network), text });
        await waitForAnswer(network, question, /Write your question next to my name/);
      }
      assert.equal(model.streams.length, 0);
    });

    test('shows one answer to a question that is edited during the answer, and survives a deletion', async (t) => {
      const { model, ...networks } = await setUp(t);
      const network = networks[name];
      const roomId = groupOf(network);
      const hold: Script = async (stream) => {
        stream.delta('The first part of the answer. ');
        await stream.held();
        stream.delta('And the second part.');
        stream.finish();
      };
      const ask = async () => {
        model.script = hold;
        const question = await network.say({ roomId, text: `${mentionOn(network)} Hello?` });
        await waitForAnswer(network, question, /^The first part/);
        return question;
      };

      const edited = await ask();
      model.script = sayText('The answer to the new words.');
      await network.edit(roomId, edited.id, `${mentionOn(network)} Or rather?`);
      await waitForAnswer(network, edited, /^The answer to the new words\.$/);
      assert.equal(botMessages(network, roomId, edited).length, 1);

      const removed = await ask();
      const since = botMessages(network, roomId).length;
      await network.remove(roomId, removed.id);
      // Telegram tells bots of no deletions.
      if (name === 'telegram') {
        model.release();
        await waitFor(network, 'the end', () =>
          botMessages(network, roomId).at(-1)?.text.endsWith('second part.'),
        );
        assert.equal(botMessages(network, roomId).length, since);
      } else {
        await waitFor(
          network,
          'no answer',
          () => botMessages(network, roomId).length === since - 1,
        );
      }
      assert.equal(model.streams.length, 3);
    });

    test('stops the model when somebody deletes a growing answer, and answers the next question', async (t) => {
      const { model, ...networks } = await setUp(t);
      const network = networks[name];
      const roomId = groupOf(network);
      model.script = async (stream) => {
        for (let word = 0; word < 10_000 && !stream.gone.aborted; word++) {
          stream.delta(`word${word} `);
          await stream.pause(5);
        }
      };
      const question = await network.say({ roomId, text: `${mentionOn(network)} Hello?` });
      const answer = await waitForAnswer(network, question, /word/);
      await network.remove(roomId, answer.id);
      assert.equal(await (await model.stream(0)).closed, 'gone');
      model.script = sayText('The next answer.');
      const next = await network.say({ roomId, text: `${mentionOn(network)} And now?` });
      await waitForAnswer(network, next, /^The next answer\.$/);
    });

    test('refuses the messages over the limit once, and answers the others in order', async (t) => {
      const { model, ...networks } = await setUp(t);
      const network = networks[name];
      const roomId = groupOf(network);
      const people = network.people().filter(({ isBot }) => !isBot);
      model.script = async (stream) => {
        if (stream.index === 0) {
          // Until its first words are visible, what its author writes would join the question.
          stream.delta('Answer to number 0.');
          await stream.held();
          return stream.finish();
        }
        await sayText(`Answer to ${/(number \d+)\D*$/.exec(stream.question)?.[1]}.`)(stream);
      };
      const first = await network.say({ roomId, text: `${mentionOn(network)} number 0` });
      await waitForAnswer(network, first, /^Answer to number 0\.$/);
      for (let number = 1; number <= 100; number++) {
        const authorId = people[number % people.length]?.id ?? network.me.id;
        await network.say({ roomId, authorId, text: `${mentionOn(network)} number ${number}` });
      }
      await waitForAnswer(network, first, /Too many questions/);
      model.release();
      // The later messages of the author of the last waiting turn join that turn.
      await waitForAnswer(network, first, /^Answer to number 100\.$/);
      const answers = botMessages(network, roomId).map(({ text }) => text);
      assert.equal(answers.filter((text) => text.includes('Too many')).length, 1);
      const numbers = answers
        .flatMap((text) => Number(/number (\d+)/.exec(text)?.[1] ?? Number.NaN))
        .filter(Number.isFinite);
      assert.deepEqual(numbers, [...Array(20).keys(), 100]);
    });

    test('gives one answer when the model streams a megabyte, single letters, or nothing visible', async (t) => {
      const { model, ...networks } = await setUp(t);
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      const ask = () => network.say({ roomId, text: 'Hello?' });

      const letters = Array.from({ length: 9_000 }, (_, index) => 'abcdefghi '[index % 10]).join(
        '',
      );
      model.script = sayText(letters, { charactersPerDelta: 1 });
      const first = await ask();
      const shown = (since: typeof first) =>
        botMessages(network, roomId, since).map(({ text }) => text);
      await waitFor(
        network,
        'all letters',
        () => shown(first).join(' ').length >= letters.trim().length,
      );
      assert.equal(shown(first).join(' ').replaceAll(/\s+/g, ' ').trim(), letters.trim());

      model.script = sayText(' \n\t\u200B ', { charactersPerDelta: 1 });
      await waitForAnswer(network, await ask(), /gave no answer/);

      const words = Array.from({ length: 65_536 }, (_, index) => String(index ** 2).padStart(15));
      model.script = sayText(words.join(' '), { charactersPerDelta: 65_536 });
      const megabyte = await ask();
      await waitForAnswer(network, megabyte, /the file contains the whole answer/);
      assert.ok(shown(megabyte).join(' ').length < 110_000);
    });
  });
}
