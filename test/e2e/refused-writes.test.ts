import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { ShownMessage } from '../../playground/local-network.ts';
import { readTurns } from '../chaos/verdict.ts';
import { eventually } from '../helpers/eventually.ts';
import { sayText, startOpenAiServer } from '../helpers/openai-server.ts';
import {
  botMessages,
  type Endings,
  roomOf,
  startBot,
  startNetworks,
  TIME_SCALE,
  waitForAnswer,
} from '../helpers/start-parley.ts';
import { startReadyProcess } from '../helpers/start-process.ts';
import { createVariableClock } from '../helpers/variable-clock.ts';
import { waitFor } from '../helpers/wait-for.ts';

const LONG = Array.from({ length: 2_500 }, (_, index) => `Sentence ${index + 1_000}.`).join(' ');
const SHORT = 'Here I am.';
/** On the fast clock, a slow machine would miss the usual limits. */
const PATIENT_WITH_MODELS =
  'models:\n  openai/*:\n    limits: { headers: 1h, first_content: 1h, idle: 1h, total: 1h }\n';

const labelsOf = ({ buttons }: ShownMessage) => buttons.flat().map(({ label }) => label);

for (const name of ['discord', 'telegram'] as const) {
  // Most of the time they wait for the pauses of the bot.
  describe(`on ${name}`, { concurrency: 7 }, () => {
    /** Starts a bot whose clock is as fast as the limits of the networks. */
    async function setUp(t: Endings, env = {}) {
      const networks = await startNetworks(t);
      const network = networks[name];
      const model = await startOpenAiServer();
      t.after(() => model.stop());
      const folder = await mkdtemp(join(tmpdir(), 'parley-'));
      t.after(() => rm(folder, { recursive: true }));
      const storePath = join(folder, 'parley.sqlite');
      const configPath = join(folder, 'parley.yaml');
      await writeFile(configPath, PATIENT_WITH_MODELS);
      const started = {
        ...networks.env,
        STORE_URL: `sqlite:${storePath}`,
        OPENAI_BASE_URL: model.url,
        DEFAULT_MODEL: 'openai/test-model',
        PARLEY_CONFIG: configPath,
        ...env,
      };
      const clock = createVariableClock();
      const start = async () => {
        // A slow machine needs all the time that it has to connect.
        clock.setSpeed(1);
        const app = await startBot(t, started, { clock, timeScale: 1 });
        clock.setSpeed(1 / TIME_SCALE);
        return app;
      };
      const app = await start();
      const roomId = roomOf(network, 'direct');
      const { faults } = network.controls;
      return {
        app,
        start,
        network,
        faults,
        model,
        env: started,
        ask: (text: string) => network.say({ roomId, text }),
        answers: (question: ShownMessage) => botMessages(network, roomId, question),
        states: () => readTurns(storePath).map(({ state }) => state),
      };
    }

    type Scene = Awaited<ReturnType<typeof setUp>>;

    /** The next question is answered, and a new start asks the model for no earlier one. */
    async function checkConversationIsFree(scene: Scene) {
      const { app, start, network, model, ask, states } = scene;
      model.script = sayText(SHORT);
      await waitForAnswer(network, await ask('And now?'), /^Here I am\.$/);
      await eventually('the end of all turns', () =>
        states().every((state) => state === 'done' || state === 'failed'),
      );

      const requests = model.streams.length;
      await app.stop();
      await start();
      await waitForAnswer(network, await ask('And again?'), /^Here I am\.$/);
      assert.equal(model.streams.length, requests + 1);
    }

    test('an answer is shown without its file where the server fails on the file', async (t) => {
      const scene = await setUp(t);
      const { network, faults, model, ask, answers } = scene;
      faults.refuseContent(({ hasFile }) => (hasFile ? { status: 500 } : undefined));
      model.script = sayText(LONG, { charactersPerDelta: 500 });
      const question = await ask('Tell me a long story');
      const last = await waitFor(network, 'the sentence about the file', () =>
        answers(question).find(
          (message) =>
            /didn't take the file/.test(message.text) && labelsOf(message).includes('Regenerate'),
        ),
      );
      const all = answers(question);
      assert.equal(all.at(-1)?.id, last.id);
      assert.equal(all.length, 6);
      assert.ok(all.every(({ text }) => !/the file contains/.test(text)));
      assert.deepEqual(all.slice(0, -1).flatMap(labelsOf), []);
      await checkConversationIsFree(scene);
    });

    test('a page on which the server fails each time becomes a sentence', async (t) => {
      const scene = await setUp(t);
      const { network, faults, model, ask, answers, states } = scene;
      faults.refuseContent(({ text }) => (text.includes('poison') ? { status: 500 } : undefined));
      model.script = sayText('A glass of poison, please.');
      const question = await ask('What do you drink?');
      const sentence = await waitForAnswer(network, question, /refused to show my answer/);
      assert.equal(answers(question).length, 1);
      assert.deepEqual(labelsOf(sentence), ['Regenerate']);
      await eventually('the end of the turn', () => states()[0] === 'failed');
      await checkConversationIsFree(scene);
    });

    test('an answer of which the first part is shown keeps it, and says that a part is missing', async (t) => {
      const scene = await setUp(t);
      const { network, faults, model, ask, answers } = scene;
      faults.refuseContent(({ text }) => (text.includes('poison') ? { status: 500 } : undefined));
      model.script = async (stream) => {
        stream.delta('This part of the answer is harmless. ');
        await stream.held();
        stream.delta('A glass of poison, please.');
        stream.finish();
      };
      const question = await ask('What do you drink?');
      const isShown = () =>
        network
          .history(question.roomId)
          .some(({ author, text }) => author.id === network.bot.id && text.includes('harmless'));
      await waitFor(network, 'the first part', isShown);
      model.release();
      const sentence = await waitForAnswer(network, question, /refused to show/);
      assert.deepEqual(labelsOf(sentence), ['Regenerate']);
      await waitFor(network, 'the first part without buttons', () => {
        const [first] = answers(question);
        return first?.text.includes('harmless') && labelsOf(first).length === 0;
      });
      await checkConversationIsFree(scene);
    });

    test('an outage of everything is waited out, and the whole answer arrives', async (t) => {
      const { network, faults, model, ask, answers, states } = await setUp(t);
      let refusals = 0;
      faults.refuseContent(() => {
        refusals += 1;
        return { status: 503 };
      });
      model.script = sayText(SHORT);
      const question = await ask('Are you there?');
      await eventually('more than two minutes of refusals', () => refusals >= 12);
      assert.deepEqual(states(), ['running']);
      faults.clear();
      await waitForAnswer(network, question, /^Here I am\.$/);
      assert.equal(answers(question).length, 1);
      await eventually('the end of the turn', () => states()[0] === 'done');
    });

    test('a server with shorter messages gets the whole text in shorter messages', async (t) => {
      const { network, faults, model, ask, answers } = await setUp(t, { MOST_MESSAGES: '20' });
      const message =
        name === 'discord'
          ? 'content[BASE_TYPE_MAX_LENGTH]: Must be 500 or fewer in length.'
          : 'Bad Request: message is too long';
      faults.refuseContent(({ text }) =>
        text.length > 500 ? { status: 400, code: 50_035, message } : undefined,
      );
      const text = LONG.slice(0, 3_000).replace(/\S*$/, 'The end.');
      model.script = sayText(text, { charactersPerDelta: 100 });
      const question = await ask('Tell me a story');
      await waitFor(network, 'the last page with its buttons', () => {
        const last = answers(question).at(-1);
        return last?.text.endsWith('The end.') && labelsOf(last).includes('Regenerate');
      });
      const shown = answers(question).map((answer) => answer.text);
      assert.equal(shown.join(' '), text);
    });

    test('a chat that forbids replies gets the answer as no reply', async (t) => {
      const { network, faults, model, ask } = await setUp(t);
      const refusal =
        name === 'discord'
          ? { status: 403, code: 50_013, message: 'Missing Permissions' }
          : { status: 400, message: 'Bad Request: message to be replied not found' };
      faults.refuseContent(({ isReply }) => (isReply ? refusal : undefined));
      model.script = sayText(SHORT);
      await waitForAnswer(network, await ask('Are you there?'), /^Here I am\.$/);
    });

    test('a process ends within 10 s while a file is refused again and again', async (t) => {
      const networks = await startNetworks(t);
      const network = networks[name];
      const model = await startOpenAiServer({ script: sayText(LONG, { charactersPerDelta: 500 }) });
      t.after(() => model.stop());
      let refusals = 0;
      network.controls.faults.refuseContent(({ hasFile, text }) => {
        if (!hasFile && !text.includes('poison')) return undefined;
        refusals += 1;
        return { status: 500 };
      });
      const parley = await startReadyProcess({ ...networks.env, OPENAI_BASE_URL: model.url });
      t.after(() => parley.kill('SIGKILL'));
      await network.say({ roomId: roomOf(network, 'direct'), text: 'Tell me a long story' });
      await eventually('two refusals', () => refusals >= 2);
      parley.kill('SIGTERM');
      assert.equal(await parley.ended, 0, parley.output());
    });
  });
}
