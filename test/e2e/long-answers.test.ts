import assert from 'node:assert/strict';
import { readFile as readFixture } from 'node:fs/promises';
import { describe, test } from 'node:test';
import type { LocalNetwork, ShownMessage } from '../../playground/local-network.ts';
import { sayText, startOpenAiServer } from '../helpers/openai-server.ts';
import {
  botMessages,
  roomOf,
  startBot,
  startNetworks,
  startNetworksAndDisk,
} from '../helpers/start-parley.ts';
import { startReadyProcess } from '../helpers/start-process.ts';
import { waitFor } from '../helpers/wait-for.ts';

const LONG = Array.from(
  { length: 1_500 },
  (_, index) => `This is sentence number ${index + 1_000} of a story.`,
).join(' ');
const MOST_MESSAGES = 5;

/** Waits for the file and its buttons, and gives all messages of the answer. */
function waitForFile(
  network: LocalNetwork,
  question: ShownMessage,
): Promise<readonly ShownMessage[]> {
  const answers = () => botMessages(network, question.roomId, question);
  return waitFor(network, 'the file with its buttons', () => {
    const last = answers().at(-1);
    return (
      last?.files.length === 1 &&
      last.buttons.flat().some(({ label }) => label === 'Regenerate') &&
      answers()
    );
  });
}

function readFile(network: LocalNetwork, { roomId, id }: ShownMessage): string {
  return Buffer.from(network.file(roomId, id, 0) ?? []).toString();
}

describe('an answer with too many messages', () => {
  for (const name of ['discord', 'telegram'] as const) {
    test(`arrives on ${name} as its first messages, and completely in a file`, async (t) => {
      const networks = await startNetworks(t);
      const network = networks[name];
      const model = await startOpenAiServer({ script: sayText(LONG, { charactersPerDelta: 500 }) });
      t.after(() => model.stop());
      await startBot(t, { ...networks.env, OPENAI_BASE_URL: model.url });
      const question = await network.say({
        roomId: roomOf(network, 'direct'),
        text: 'Tell me a long story',
      });
      const answers = await waitForFile(network, question);
      assert.equal(answers.length, MOST_MESSAGES + 1);
      const [file] = answers.slice(-1);
      assert.partialDeepStrictEqual(file?.files, [{ name: 'answer.md', bytes: LONG.length }]);
      assert.equal(file && readFile(network, file), LONG);
      assert.match(answers.at(-2)?.text ?? '', /the file contains the whole answer/);
      assert.ok(answers.slice(0, -1).every(({ files }) => files.length === 0));

      // A new version replaces the file. A short version removes it.
      const regenerate = async (text: string) => {
        model.script = sayText(text, { charactersPerDelta: 500 });
        const last = botMessages(network, question.roomId, question).at(-1);
        const buttonId = last?.buttons.flat().find(({ label }) => label === 'Regenerate')?.id ?? '';
        await network.press({ roomId: question.roomId, messageId: last?.id ?? '', buttonId });
      };
      const again = `Once more. ${LONG}`;
      await regenerate(again);
      await waitFor(network, 'the new file, after the new text', () => {
        const all = botMessages(network, question.roomId, question);
        const last = all.at(-1);
        return (
          all.length === MOST_MESSAGES + 1 &&
          all[0]?.text.startsWith('Once') &&
          last &&
          readFile(network, last) === again
        );
      });
      await waitForFile(network, question);
      await regenerate('A short story.');
      await waitFor(network, 'the short answer alone', () => {
        const texts = botMessages(network, question.roomId, question).map(({ text }) => text);
        return texts.length === 1 && texts[0] === 'A short story.';
      });
    });

    test(`says in its last message on ${name} that it was stopped`, async (t) => {
      const networks = await startNetworks(t);
      const network = networks[name];
      const model = await startOpenAiServer({
        async script(stream) {
          stream.delta(`\`\`\`text\n${LONG.replaceAll('. ', '.\n')}`);
          await stream.held();
        },
      });
      t.after(() => model.stop());
      await startBot(t, { ...networks.env, OPENAI_BASE_URL: model.url, MOST_MESSAGES: '2' });
      const roomId = roomOf(network, 'direct');
      const question = await network.say({ roomId, text: 'Tell me a long story' });
      await waitFor(network, 'the sentence that announces the file', () =>
        botMessages(network, roomId, question).some(({ text }) =>
          text.includes('will follow in a file'),
        ),
      );
      await network.run({ roomId, name: 'stop' });
      const answers = await waitFor(network, 'the file', () => {
        const written = botMessages(network, roomId, question).filter(
          ({ text }) => !/^Stopped/.test(text),
        );
        return written.some(({ files }) => files.length > 0) && written;
      });
      const last = answers[1];
      assert.match(last?.text ?? '', /the file contains the whole answer\.\*?\n\n\(stopped\)$/);
      const code = last?.entities?.find(({ type }) => type === 'pre');
      assert.ok(!code || code.offset + code.length < (last?.text.indexOf('… the file') ?? 0));
    });
  }

  for (const { name, strays } of [
    { name: 'discord', strays: 0 },
    { name: 'telegram', strays: 1 },
  ] as const) {
    test(`ends on ${name} with one file, and ${strays} stray ones, when the process is killed during the creation of the file`, async (t) => {
      const networks = await startNetworksAndDisk(t);
      const network = networks[name];
      const model = await startOpenAiServer({ script: sayText(LONG, { charactersPerDelta: 500 }) });
      t.after(() => model.stop());
      const env = { ...networks.env, OPENAI_BASE_URL: model.url, MOST_MESSAGES: '2' };
      const first = await startReadyProcess(env);
      t.after(() => first.kill('SIGKILL'));
      // Kills the process during its request, before the network answers it.
      const unwatch = network.watch((change) => {
        if (change.kind === 'message-created' && change.message.files.length > 0)
          first.kill('SIGKILL');
      });
      const question = await network.say({
        roomId: roomOf(network, 'direct'),
        text: 'Tell me a long story',
      });
      assert.equal(await first.ended, null);
      unwatch();
      const before = botMessages(network, question.roomId, question).length;
      assert.equal(before, 3);

      const again = `Once more. ${LONG}`;
      model.script = sayText(again, { charactersPerDelta: 500 });
      const second = await startReadyProcess(env);
      t.after(() => second.kill('SIGKILL'));
      const count = before + strays;
      const answers = await waitFor(
        network,
        `${count} messages, of which the last is the new file`,
        () => {
          const all = botMessages(network, question.roomId, question);
          const last = all.at(-1);
          return all.length === count && last && readFile(network, last) === again && all;
        },
      );
      assert.equal(answers.filter(({ files }) => files.length > 0).length, 1 + strays);
      assert.match(answers[0]?.text ?? '', /^Once more/);
    });
  }
});

describe('an answer with an address that is longer than a message', () => {
  // openclaw/openclaw #151147: the network refused all pages, and the answer was lost.
  test('arrives, and the address stands in a file', async (t) => {
    const { discord, env } = await startNetworks(t);
    const report = new URL('../fixtures/reports/markdown/m07.long-link.md', import.meta.url);
    const text = await readFixture(report, 'utf8');
    const model = await startOpenAiServer({ script: sayText(text, { charactersPerDelta: 100 }) });
    t.after(() => model.stop());
    await startBot(t, { ...env, OPENAI_BASE_URL: model.url });

    const question = await discord.say({
      roomId: roomOf(discord, 'direct'),
      text: 'Where is the report?',
    });
    const [answer, file, ...more] = await waitForFile(discord, question);
    assert.match(
      answer?.text ?? '',
      /^Open this report \(`example\.com\/…`\) now\. Words behind it\./,
    );
    assert.equal(file && readFile(discord, file).trim(), text.trim());
    assert.deepEqual(more, []);
  });
});
