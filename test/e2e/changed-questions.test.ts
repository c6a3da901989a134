import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ShownMessage } from '../../playground/local-network.ts';
import { sayText, startOpenAiServer } from '../helpers/openai-server.ts';
import {
  botMessages,
  roomOf,
  startBot,
  startNetworksAndDisk,
  startParley,
  waitForAnswer,
} from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { withoutDateLines } from '../helpers/without-date-lines.ts';

const NUMBERS = Array.from({ length: 1_500 }, (_, index) => index + 1).join(' ');

for (const name of ['discord', 'telegram'] as const) {
  const mention = name === 'discord' ? '@Parley' : '@parley_bot';

  describe(`a question that people change on ${name}`, () => {
    /** Starts a bot with a scripted model, and helpers for one room. */
    async function setUp(t: Parameters<typeof startParley>[0]) {
      const model = await startOpenAiServer();
      t.after(() => model.stop());
      const { env, ...networks } = await startNetworksAndDisk(t);
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      const settings = {
        ...env,
        OPENAI_BASE_URL: model.url,
        OPENAI_API_KEY: 'k',
        DEFAULT_MODEL: 'openai/test-model',
      };
      const app = await startBot(t, settings);

      const waitUntil = (shown: ShownMessage, fits: (message: ShownMessage) => boolean) =>
        waitFor(network, 'a change of the message', () =>
          botMessages(network, roomId).find((message) => message.id === shown.id && fits(message)),
        );
      const tell = (text: string) =>
        waitFor(network, text, () =>
          botMessages(network, roomId).find((message) => message.text.includes(text)),
        );
      return {
        model,
        network,
        roomId,
        waitUntil,
        tell,
        ask: (text: string) => network.say({ roomId, text }),
        edit: (question: ShownMessage, text: string) =>
          network.edit(question.roomId, question.id, text),
        restart: async () => {
          await app.stop();
          await startBot(t, settings);
        },
        /** Takes a question back as people do on each network. Telegram tells bots no deletions. */
        async takeBack(question: ShownMessage) {
          if (name === 'discord') await network.remove(roomId, question.id);
          else await network.say({ roomId, text: '/forget', replyTo: question.id });
        },
        /** Waits until the bot has the question and answers another one first. */
        async waitUntilQueued(question: ShownMessage) {
          const { id: targetId } = question;
          for (let text = ''; !text.includes('in the queue'); ) {
            const before = new Set(botMessages(network, roomId).map(({ id }) => id));
            if (name === 'discord') await networks.discord.run({ roomId, name: 'Why', targetId });
            else await network.say({ roomId, text: '/why', replyTo: targetId });
            const reply = await waitFor(network, 'an answer to why', () =>
              botMessages(network, roomId).find((shown) => !before.has(shown.id) && shown.text),
            );
            text = reply.text;
          }
        },
        async press(message: ShownMessage, label: string) {
          const shown = await waitUntil(message, ({ buttons }) =>
            buttons.flat().some((button) => button.label === label),
          );
          const button = shown.buttons.flat().find((each) => each.label === label);
          await network.press({ roomId, messageId: shown.id, buttonId: button?.id ?? '' });
        },
        answersTo: (question: ShownMessage) =>
          botMessages(network, roomId, question).filter(({ onlyYou }) => !onlyYou),
        prompt: () =>
          model.streams.at(-1)?.body.messages.map(({ content }) => withoutDateLines(content)) ?? [],
      };
    }

    test('while it is answered is answered anew in the same message', async (t) => {
      const { model, network, ask, edit, waitUntil, answersTo } = await setUp(t);
      model.script = async (stream) => {
        stream.delta('Apples are red, and they grow ');
        await stream.held();
      };
      const question = await ask('tell me about apples');
      const growing = await waitForAnswer(network, question, /^Apples/);
      model.script = sayText('Oranges are orange.');
      await edit(question, 'tell me about oranges');
      await waitUntil(growing, ({ text }) => text === 'Oranges are orange.');
      assert.equal(await model.streams[0]?.closed, 'gone');
      assert.deepEqual(
        model.streams.map((stream) => stream.question),
        ['tell me about apples', 'tell me about oranges'],
      );
      assert.equal(answersTo(question).length, 1);
    });

    test('after its answer gets another version in the same message, and none if nothing changed', async (t) => {
      const { model, network, ask, edit, press, waitUntil, prompt } = await setUp(t);
      model.script = sayText('About apples.');
      const question = await ask('echo apples');
      const answer = await waitForAnswer(network, question, /About apples/);
      await press(answer, 'Regenerate');
      await model.stream(1);
      await waitUntil(answer, ({ buttons }) => buttons.flat().some(({ label }) => label === '2/2'));

      model.script = sayText('About oranges.');
      await edit(question, 'echo apples');
      await edit(question, 'echo oranges');
      await waitUntil(
        answer,
        ({ text, buttons }) =>
          text === 'About oranges.' && buttons.flat().some(({ label }) => label === '3/3'),
      );
      assert.deepEqual(
        model.streams.map((stream) => stream.question),
        ['echo apples', 'echo apples', 'echo oranges'],
      );
      model.script = sayText('Fine.');
      await waitForAnswer(network, await ask('and now?'), /Fine/);
      assert.deepEqual(prompt().slice(-3), ['echo oranges', 'About oranges.', 'and now?']);
    });

    test('after its answer is in no later prompt when nothing answers its new words', async (t) => {
      const { model, network, roomId, ask, edit, tell, waitUntil, prompt } = await setUp(t);
      model.script = sayText('About apples.');
      const question = await ask('echo apples');
      const answer = await waitForAnswer(network, question, /About apples/);
      await waitUntil(answer, ({ buttons }) =>
        buttons.flat().some(({ label }) => label === 'Regenerate'),
      );
      model.script = (stream) => stream.held();
      await edit(question, 'echo oranges');
      await model.stream(1);
      await network.run({ roomId, name: 'stop' });
      await waitUntil(answer, ({ text }) => text === 'About apples.\n\n(stopped)');
      await tell('Stopped.');

      model.script = (stream) => stream.refuse(400, { error: { message: 'Unknown problem.' } });
      await edit(question, 'echo pears');
      await waitUntil(answer, ({ text }) => text.includes('failed'));
      model.script = sayText('Fine.');
      await waitForAnswer(network, await ask('and now?'), /Fine/);
      assert.deepEqual(prompt().slice(1), ['and now?']);
    });

    test('is not marked when people stop another version of its answer before the first word', async (t) => {
      const { model, network, roomId, ask, press, waitUntil, tell, prompt } = await setUp(t);
      model.script = sayText('About apples.');
      const question = await ask('echo apples');
      const answer = await waitForAnswer(network, question, /About apples/);
      model.script = (stream) => stream.held();
      await press(answer, 'Regenerate');
      await model.stream(1);
      await network.run({ roomId, name: 'stop' });
      await tell('Stopped.');
      model.script = sayText('Fine.');
      await waitForAnswer(network, await ask('and now?'), /Fine/);
      await waitUntil(answer, ({ text }) => text === 'About apples.');
      assert.deepEqual(prompt().slice(1), ['echo apples', 'About apples.', 'and now?']);
    });

    test('to a new one before a restart is answered with its new words after it', async (t) => {
      const { model, network, ask, edit, restart } = await setUp(t);
      model.script = (stream) => stream.held();
      const question = await ask('apples');
      await model.stream(0);
      await edit(question, 'oranges');
      model.script = sayText('Here you are.');
      await restart();
      await waitForAnswer(network, question, /Here you are/);
      assert.equal(model.streams.at(-1)?.question, 'oranges');
    });

    test('by adding the mention is answered', async (t) => {
      const { model, network, edit } = await setUp(t);
      model.script = sayText('Here I am.');
      const roomId = roomOf(network, name === 'discord' ? 'channel' : 'group');
      const message = await network.say({ roomId, text: 'are you there?' });
      await edit(message, `${mention} are you there?`);
      await waitForAnswer(network, message, /Here I am/);
      assert.equal(model.streams.length, 1);
    });

    test('by withdrawing it stops its answer, and nothing of it stays visible', async (t) => {
      const { model, network, ask, takeBack, answersTo, tell, prompt } = await setUp(t);
      model.script = async (stream) => {
        stream.delta(NUMBERS);
        await stream.held();
      };
      const question = await ask('count');
      const pages = await waitFor(network, 'two pages', () => {
        const shown = answersTo(question);
        return shown.length >= 2 && shown;
      });
      await takeBack(question);
      await waitFor(network, 'no page', () => {
        const ids = answersTo(question).map(({ id }) => id);
        return !pages.some(({ id }) => ids.includes(id)) && model.streams[0]?.gone.aborted;
      });
      if (name === 'telegram') await tell('I forgot this question');
      model.script = sayText('Fine.');
      await waitForAnswer(network, await ask('and now?'), /Fine/);
      assert.deepEqual(prompt().slice(1), ['and now?']);
    });

    test('by withdrawing it before the first word is not answered', async (t) => {
      const { model, network, ask, takeBack, answersTo, prompt } = await setUp(t);
      model.script = async (stream) => {
        await stream.held();
        stream.delta(NUMBERS);
        stream.finish();
      };
      const question = await ask('count');
      const first = await model.stream(0);
      await takeBack(question);
      assert.equal(await first.closed, 'gone');
      model.script = sayText('Fine.');
      const next = await ask('and now?');
      await waitForAnswer(network, next, /Fine/);
      assert.deepEqual(prompt().slice(1), ['and now?']);
      const others = answersTo(question).filter(({ text }) => !/Fine|I forgot/.test(text));
      assert.deepEqual(others, []);
    });

    test('by withdrawing it after its answer leaves the answer, whose buttons say so', async (t) => {
      const { model, network, ask, takeBack, press, tell, prompt, waitUntil } = await setUp(t);
      model.script = sayText('I say walnut.');
      const question = await ask('say something');
      const answer = await waitForAnswer(network, question, /walnut/);
      await waitUntil(answer, ({ buttons }) =>
        buttons.flat().some(({ label }) => label === 'Regenerate'),
      );
      const toasts: string[] = [];
      network.watch((change) => {
        if (change.kind === 'toast') toasts.push(change.text);
      });
      await takeBack(question);
      if (name === 'telegram') await tell('I forgot this question');
      model.script = sayText('Fine.');
      await waitForAnswer(network, await ask('and now?'), /Fine/);
      assert.deepEqual(prompt().slice(1), ['and now?']);
      assert.ok(botMessages(network, answer.roomId).some(({ text }) => text === 'I say walnut.'));

      await press(answer, 'Regenerate');
      await waitFor(network, 'a sentence', () =>
        [...toasts, ...botMessages(network, answer.roomId).map(({ text }) => text)].some((text) =>
          text.startsWith('I no longer know this question'),
        ),
      );
      assert.equal(model.streams.length, 2);
    });

    test('by stopping it while it waits says so at its place, and is never asked', async (t) => {
      const { model, network, roomId, ask, answersTo, prompt, waitUntilQueued } = await setUp(t);
      model.script = async (stream) => {
        stream.delta('The beginning of a long answer, ');
        await stream.held();
      };
      const first = await ask('A');
      await waitForAnswer(network, first, /^The beginning/);
      const waiting = await ask('B');
      await waitUntilQueued(waiting);
      await network.run({ roomId, name: 'stop' });
      const stopped = await waitFor(network, 'the sign', () =>
        answersTo(waiting).find(({ text }) => text === '(stopped)'),
      );
      assert.equal(stopped.replyTo, waiting.id);
      model.script = sayText('Fine.');
      await waitForAnswer(network, await ask('C'), /Fine/);
      assert.deepEqual(prompt().slice(1), ['C']);
    });
  });
}

describe('a question that people change in a chat with drafts', () => {
  test('leaves no draft of the old answer behind', async (t) => {
    const model = await startOpenAiServer();
    t.after(() => model.stop());
    const { env, telegram } = await startNetworksAndDisk(t);
    await startBot(t, {
      ...env,
      OPENAI_BASE_URL: model.url,
      OPENAI_API_KEY: 'k',
      DEFAULT_MODEL: 'openai/test-model',
      TELEGRAM_DRAFTS: 'yes',
    });
    const roomId = roomOf(telegram, 'direct');
    const shown = () => telegram.history(roomId).filter(({ author }) => author.isBot);
    model.script = async (stream) => {
      stream.delta('Apples are red, and they grow ');
      await stream.held();
    };
    const question = await telegram.say({ roomId, text: 'apples' });
    await waitFor(telegram, 'a draft', () => shown().find(({ draft }) => draft));
    model.script = sayText('Oranges are orange.');
    await telegram.edit(roomId, question.id, 'oranges');
    await waitForAnswer(telegram, question, /^Oranges are orange\.$/);
    assert.deepEqual(
      shown().map(({ text, draft }) => [text, draft]),
      [['Oranges are orange.', false]],
    );

    model.script = async (stream) => {
      stream.delta('Pears are green, and they grow ');
      await stream.held();
    };
    const next = await telegram.say({ roomId, text: 'pears' });
    await waitFor(telegram, 'a draft', () => shown().find(({ draft }) => draft));
    await telegram.say({ roomId, text: '/forget', replyTo: next.id });
    await waitFor(telegram, 'no draft', () => shown().every(({ draft }) => !draft));
    assert.doesNotMatch(JSON.stringify(shown()), /Pears/);
  });
});

test("Forget is in the menu of Discord's messages, and does what a deletion does", async (t) => {
  const { discord } = await startParley(t);
  const roomId = roomOf(discord, 'direct');
  const question = await discord.say({ roomId, text: 'count to 5000' });
  await waitForAnswer(discord, question, /^1 2 3/);
  await discord.run({ roomId, name: 'Forget', targetId: question.id });
  await waitForAnswer(discord, question, /I forgot this question/);
  await waitFor(discord, 'no answer', () =>
    botMessages(discord, roomId, question).every(({ onlyYou }) => onlyYou),
  );
});
