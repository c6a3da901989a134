import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ShownMessage } from '../../playground/local-network.ts';
import { omitUndefined } from '../../src/lib/omit-undefined.ts';
import { sayText, startOpenAiServer } from '../helpers/openai-server.ts';
import {
  botMessages,
  roomOf,
  startBot,
  startNetworksAndDisk,
  type startParley,
  waitForAnswer,
} from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { withoutDateLines } from '../helpers/without-date-lines.ts';

const labelsOf = ({ buttons }: ShownMessage) => buttons.flat().map(({ label }) => label);

for (const name of ['discord', 'telegram'] as const) {
  describe(`the buttons under answers on ${name}`, () => {
    /** Starts a bot with a scripted model, and helpers for one room. */
    async function setUp(t: Parameters<typeof startParley>[0]) {
      const data = ['test-model', 'other-model'].map((id) => ({ id, object: 'model' }));
      const model = await startOpenAiServer({ models: { object: 'list', data } });
      t.after(() => model.stop());
      const { env, ...networks } = await startNetworksAndDisk(t);
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      const started = {
        ...env,
        OPENAI_BASE_URL: model.url,
        OPENAI_API_KEY: 'k',
        DEFAULT_MODEL: 'openai/test-model',
      };
      const app = await startBot(t, started);

      const waitUntil = (
        shown: ShownMessage,
        what: string,
        fits: (message: ShownMessage) => boolean,
      ) =>
        waitFor(network, what, () =>
          botMessages(network, shown.roomId).find(
            (message) => message.id === shown.id && fits(message),
          ),
        );
      return {
        model,
        network,
        roomId,
        restart: async () => {
          await app.stop();
          await startBot(t, started);
        },
        ask: (text: string) => network.say({ roomId, text }),
        waitUntil,
        async press(message: ShownMessage, label: string, authorId?: string) {
          const shown = await waitUntil(message, `the button ${label}`, (latest) =>
            labelsOf(latest).includes(label),
          );
          const button = shown.buttons.flat().find((each) => each.label === label);
          assert.ok(button);
          await network.press({
            roomId: message.roomId,
            messageId: message.id,
            ...omitUndefined({ authorId }),
            buttonId: button.id,
          });
        },
      };
    }

    test('include Stop, which ends the answer above it, keeps its words, and gives way to other buttons', async (t) => {
      const { model, network, ask, press, waitUntil } = await setUp(t);
      model.script = async (stream) => {
        stream.delta('The beginning of a long answer, ');
        await stream.held();
      };
      const question = await ask('go');
      const growing = await waitForAnswer(network, question, /^The beginning/);
      assert.deepEqual(labelsOf(growing), ['Stop']);
      await press(growing, 'Stop');
      const stopped = await waitUntil(growing, 'the mark', ({ text }) =>
        text.endsWith('(stopped)'),
      );
      assert.match(stopped.text, /^The beginning of a long answer,\s+\(stopped\)$/);
      assert.deepEqual(labelsOf(stopped), ['Regenerate', 'Continue']);
      assert.equal(await model.streams[0]?.closed, 'gone');
    });

    test('include Continue, which continues after the last word in the same message, also after a restart', async (t) => {
      const { model, network, ask, press, waitUntil, restart } = await setUp(t);
      model.script = (stream) => {
        stream.delta('One, two, ');
        stream.finish('length');
      };
      const question = await ask('count');
      const cut = await waitForAnswer(network, question, /length limit/);
      model.script = sayText('three, four.');
      await restart();
      await press(cut, 'Continue');
      const whole = await waitUntil(
        cut,
        'the whole answer',
        (message) => labelsOf(message).join() === 'Regenerate',
      );
      assert.equal(whole.text, 'One, two, three, four.');
      assert.equal(botMessages(network, whole.roomId, question).length, 1);
      const [, continued] = model.streams;
      assert.deepEqual(
        continued?.body.messages.slice(-3).map(({ role }) => role),
        ['user', 'assistant', 'user'],
      );
      assert.equal(continued?.body.messages.at(-2)?.content, 'One, two, ');
    });

    test('include Continue after a model that repeated itself, which is no part of the next prompt', async (t) => {
      const { model, network, ask, press, waitUntil } = await setUp(t);
      model.script = async (stream) => {
        stream.delta(`Two things help. ${'Sleep well. '.repeat(500)}`);
        await stream.held();
        stream.delta('Sleep well. '.repeat(1_000));
        await stream.closed;
      };
      const question = await ask('what helps?');
      const shown = () => botMessages(network, question.roomId, question);
      await waitFor(network, 'the second message', () => shown().length > 1);
      model.release();
      const cut = await waitForAnswer(network, question, /repeating itself/);
      await waitFor(network, 'one message', () => shown().length === 1);
      assert.match(cut.text, /^Two things help\. Sleep well\.\s+\(The model kept repeating itself/);
      assert.equal(await model.streams[0]?.closed, 'gone');

      model.script = sayText('Eat well.');
      await press(cut, 'Continue');
      const whole = await waitUntil(cut, 'the whole answer', ({ text }) =>
        text.endsWith('Eat well.'),
      );
      assert.equal(whole.text, 'Two things help. Sleep well. Eat well.');
      await waitForAnswer(network, await ask('and then?'), /Eat well/);
      const prompts = model.streams.slice(1).map(({ body }) => JSON.stringify(body.messages));
      for (const prompt of prompts) assert.equal(prompt.split('Sleep well').length, 2);
    });

    test('include Continue after a stream that breaks off', async (t) => {
      const { model, network, ask, press, waitUntil } = await setUp(t);
      model.script = async (stream) => {
        stream.delta('It begins well, so it does, ');
        await stream.held();
        stream.reset();
      };
      const question = await ask('go');
      await waitForAnswer(network, question, /It begins/);
      model.release();
      const died = await waitForAnswer(network, question, /It begins[\s\S]+failed/);
      model.script = sayText('and ends well.');
      await press(died, 'Continue');
      await waitUntil(
        died,
        'the whole answer',
        ({ text }) => text === 'It begins well, so it does, and ends well.',
      );
    });

    test('include Regenerate, which keeps earlier versions; the shown version counts as history', async (t) => {
      const { model, network, ask, press, waitUntil } = await setUp(t);
      model.script = sayText('I say walnut.');
      const answer = await waitForAnswer(network, await ask('say something'), /walnut/);
      model.script = sayText('I say hazel.');
      await press(answer, 'Regenerate');
      const second = await waitUntil(answer, 'a second version', (message) =>
        labelsOf(message).includes('2/2'),
      );
      assert.equal(second.text, 'I say hazel.');
      assert.deepEqual(labelsOf(second), ['◀', '2/2', 'Regenerate']);

      await press(second, '◀');
      const first = await waitUntil(answer, 'the first version', (message) =>
        labelsOf(message).includes('1/2'),
      );
      assert.equal(first.text, 'I say walnut.');
      assert.deepEqual(labelsOf(first), ['1/2', '▶', 'Regenerate']);

      model.script = sayText('Fine.');
      await waitForAnswer(network, await ask('and now?'), /Fine/);
      const prompt =
        model.streams.at(-1)?.body.messages.map(({ content }) => withoutDateLines(content)) ?? [];
      assert.ok(
        prompt.includes('I say walnut.') && !prompt.includes('I say hazel.'),
        prompt.join('\n'),
      );
    });

    test('make one version when Regenerate is pressed twice', async (t) => {
      const { model, network, ask, press, waitUntil } = await setUp(t);
      const question = await ask('go');
      const answer = await waitForAnswer(network, question, /Hello/);
      model.script = async (stream) => {
        await stream.held();
        stream.delta('Once more.');
        stream.finish();
      };
      await press(answer, 'Regenerate');
      await model.stream(1);
      await press(answer, 'Regenerate');
      model.release();
      await waitUntil(answer, 'the second version', (message) => labelsOf(message).includes('2/2'));
      model.script = sayText('Fine.');
      await waitForAnswer(network, await ask('and now?'), /Fine/);
      assert.deepEqual(
        model.streams.map((stream) => stream.question),
        ['go', 'go', 'and now?'],
      );
    });

    test('change only the answer above them, even an older one', async (t) => {
      const { model, network, ask, press, waitUntil } = await setUp(t);
      model.script = sayText('The first answer.');
      const first = await waitForAnswer(network, await ask('one'), /first/);
      model.script = sayText('The second answer.');
      const second = await waitForAnswer(network, await ask('two'), /second/);
      model.script = sayText('Another first answer.');
      await press(first, 'Regenerate');
      await waitUntil(
        first,
        'another first answer',
        ({ text }) => text === 'Another first answer.',
      );
      const prompt =
        model.streams.at(-1)?.body.messages.map(({ content }) => withoutDateLines(content)) ?? [];
      assert.ok(!prompt.includes('two'), 'later questions are not part of its history');
      await waitUntil(second, 'the second answer', ({ text }) => text === 'The second answer.');
    });

    test('are under the last message of an answer with several messages', async (t) => {
      const { model, network, roomId, ask } = await setUp(t);
      const numbers = Array.from({ length: 1_500 }, (_, index) => index + 1).join(' ');
      model.script = sayText(numbers, { charactersPerDelta: 200, pauseMs: 20 });
      const question = await ask('count');
      const pages = await waitFor(network, 'the whole answer', () => {
        const messages = botMessages(network, roomId, question);
        const last = messages.at(-1);
        return last?.text.endsWith(' 1500') && labelsOf(last).includes('Regenerate') && messages;
      });
      assert.ok(pages.length > 1);
      assert.deepEqual(
        pages.slice(0, -1).map(labelsOf),
        pages.slice(0, -1).map(() => []),
      );
    });

    test('refuse everybody but the person who asked and the admins', async (t) => {
      const { model, network, press } = await setUp(t);
      const roomId = roomOf(network, name === 'discord' ? 'channel' : 'group');
      const other = network.people().find(({ id, isBot }) => !isBot && id !== network.me.id);
      assert.ok(other);
      model.script = sayText('An answer.');
      const mention = name === 'discord' ? '@Parley' : '@parley_bot';
      const question = await network.say({ roomId, text: `${mention} go` });
      const answer = await waitForAnswer(network, question, /An answer/);
      const toasts: string[] = [];
      network.watch((change) => {
        if (change.kind === 'toast') toasts.push(change.text);
      }, other.id);
      await press(answer, 'Regenerate', other.id);
      await waitFor(network, 'a refusal', () =>
        [...toasts, ...network.history(roomId, other.id).map(({ text }) => text)].some((text) =>
          text.startsWith('Only the person who asked'),
        ),
      );
      assert.equal(model.streams.length, 1);
      assert.equal(
        botMessages(network, roomId, question).length,
        1,
        'no other person sees the refusal',
      );
    });

    test('have commands: /regenerate takes a model, and /continue says so when the answer is complete', async (t) => {
      const { model, network, roomId, ask } = await setUp(t);
      model.script = sayText('An answer.');
      const question = await ask('go');
      await waitForAnswer(network, question, /An answer/);
      await network.run({ roomId, name: 'continue' });
      await waitFor(network, 'a sentence', () =>
        botMessages(network, roomId, question).some(({ text }) => text.includes('nothing to do')),
      );
      model.script = sayText('By the other one.');
      await network.run({ roomId, name: 'regenerate', options: { model: 'other' } });
      await waitForAnswer(network, question, /By the other one/);
      assert.equal(model.streams.at(-1)?.body.model, 'other-model');
    });
  });
}
