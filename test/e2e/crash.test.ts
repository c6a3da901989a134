import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sayText, startOpenAiServer } from '../helpers/openai-server.ts';
import {
  botMessages,
  roomOf,
  startNetworksAndDisk,
  waitForAnswer,
} from '../helpers/start-parley.ts';
import { startReadyProcess } from '../helpers/start-process.ts';
import { waitFor } from '../helpers/wait-for.ts';

describe('after a kill', () => {
  test('during answers on both platforms, the next process completes them in the same messages', async (t) => {
    const networks = await startNetworksAndDisk(t);
    const model = await startOpenAiServer({
      async script(stream) {
        stream.delta('The beginning of an answer');
        await stream.held();
        stream.delta(' that will be cut off');
        await stream.held();
      },
    });
    t.after(() => model.stop());
    const env = { ...networks.env, OPENAI_BASE_URL: model.url };

    const first = await startReadyProcess(env);
    t.after(() => first.kill('SIGKILL'));
    const rooms = [
      { network: networks.discord, kind: 'direct', mention: '' },
      { network: networks.discord, kind: 'channel', mention: '@Parley ' },
      { network: networks.telegram, kind: 'direct', mention: '' },
      { network: networks.telegram, kind: 'group', mention: '@parley_bot ' },
    ];
    const interrupted = [];
    for (const { network, kind, mention } of rooms) {
      const question = await network.say({
        roomId: roomOf(network, kind),
        text: `${mention}Hello from ${kind}`,
      });
      const half = await waitForAnswer(network, question, /^The beginning/);
      interrupted.push({ network, question, half });
    }
    const { discord } = networks;
    const waiting = await discord.say({ roomId: roomOf(discord, 'direct'), text: 'And then?' });
    model.release();
    for (const { network, question } of interrupted)
      await waitForAnswer(network, question, /cut off$/);
    first.kill('SIGKILL');
    assert.equal(await first.ended, null);

    model.script = sayText('The whole answer, from the beginning to the end.');
    const second = await startReadyProcess(env);
    t.after(() => second.kill('SIGKILL'));
    for (const { network, question, half } of interrupted) {
      const whole = await waitForAnswer(
        network,
        question,
        /^The whole answer, from the beginning to the end\.$/,
      );
      assert.equal(whole.id, half.id);
    }
    await waitForAnswer(discord, waiting, /^The whole answer/);
    const answers = rooms.flatMap(({ network, kind }) =>
      botMessages(network, roomOf(network, kind)),
    );
    assert.equal(answers.length, rooms.length + 1);
    second.kill('SIGTERM');
    assert.equal(await second.ended, 0, second.output());
  });

  test('during second versions on both platforms, the next process completes each once, and keeps the first one', async (t) => {
    const networks = await startNetworksAndDisk(t);
    const model = await startOpenAiServer({ script: sayText('The first version.') });
    t.after(() => model.stop());
    const env = { ...networks.env, OPENAI_BASE_URL: model.url };
    const first = await startReadyProcess(env);
    t.after(() => first.kill('SIGKILL'));
    const rooms = [];
    for (const network of [networks.discord, networks.telegram]) {
      const roomId = roomOf(network, 'direct');
      const question = await network.say({ roomId, text: 'Hello?' });
      rooms.push({ network, roomId, question });
    }
    type Room = (typeof rooms)[number];
    const has = ({ network, roomId, question }: Room, ...labels: string[]) =>
      waitFor(network, `the buttons ${labels}`, () =>
        botMessages(network, roomId, question).find(({ buttons }) => {
          const shown = buttons.flat().map(({ label }) => label);
          return labels.every((label) => shown.includes(label));
        }),
      );
    const press = async (room: Room, label: string) => {
      const { id: messageId, buttons } = await has(room, label);
      const buttonId = buttons.flat().find((button) => button.label === label)?.id ?? '';
      // The process may be killed before it answers the press.
      void room.network.press({ roomId: room.roomId, messageId, buttonId }).catch(() => {});
    };
    for (const room of rooms) await has(room, 'Regenerate');
    model.script = async (stream) => {
      stream.delta('The second version, as far as it came');
      await stream.held();
    };
    for (const room of rooms) {
      await press(room, 'Regenerate');
      await waitForAnswer(room.network, room.question, /^The second version/);
    }
    first.kill('SIGKILL');
    assert.equal(await first.ended, null);

    model.script = sayText('The second version, whole.');
    const second = await startReadyProcess(env);
    t.after(() => second.kill('SIGKILL'));
    for (const room of rooms) {
      assert.equal((await has(room, '2/2')).text, 'The second version, whole.');
      await press(room, '◀');
      assert.equal((await has(room, '1/2')).text, 'The first version.');
      assert.equal(botMessages(room.network, room.roomId, room.question).length, 1);
    }
    assert.equal(model.streams.length, 3 * rooms.length);
  });

  for (const { name, strays } of [
    { name: 'discord', strays: 0 },
    { name: 'telegram', strays: 1 },
  ] as const) {
    test(`on ${name}, between a request for a message and its answer, there are one whole answer and ${strays} stray messages`, async (t) => {
      const networks = await startNetworksAndDisk(t);
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      const model = await startOpenAiServer({
        script: sayText('The whole answer, from the beginning to the end.'),
      });
      t.after(() => model.stop());
      const env = { ...networks.env, OPENAI_BASE_URL: model.url };
      const first = await startReadyProcess(env);
      t.after(() => first.kill('SIGKILL'));
      // Kills the process during its request, before the network answers it.
      const unwatch = network.watch((change) => {
        if (change.kind === 'message-created' && change.message.author.id === network.bot.id)
          first.kill('SIGKILL');
      });
      const question = await network.say({ roomId, text: 'Hello?' });
      assert.equal(await first.ended, null);
      unwatch();

      const second = await startReadyProcess(env);
      t.after(() => second.kill('SIGKILL'));
      await waitForAnswer(network, question, /to the end\.$/);
      second.kill('SIGTERM');
      assert.equal(await second.ended, 0);
      assert.match(second.output(), /may remain as a stray/);
      const answers = botMessages(network, roomId, question);
      assert.equal(answers.length, 1 + strays);
      assert.equal(model.streams.length, 2);
    });
  }
});
