import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import type { LocalNetwork, ShownMessage } from '../../playground/local-network.ts';
import type { LocalTelegramOptions } from '../../playground/telegram/index.ts';
import { readTurns } from '../chaos/verdict.ts';
import { eventually } from '../helpers/eventually.ts';
import { sayText, startOpenAiServer } from '../helpers/openai-server.ts';
import {
  botMessages,
  type Endings,
  roomOf,
  startBot,
  startNetworks,
  waitForAnswer,
} from '../helpers/start-parley.ts';

/**
 * Starts the bot with a store on disk, and a model that
 * says a sentence, waits, and says another sentence.
 */
async function setUp(t: Endings, options: Pick<LocalTelegramOptions, 'friends'> = {}) {
  const networks = await startNetworks(t, options);
  const model = await startOpenAiServer({
    async script(stream) {
      stream.delta('The first part of the answer. ');
      await stream.held();
      stream.delta('And the second part.');
      stream.finish();
    },
  });
  t.after(() => model.stop());
  const folder = await mkdtemp(join(tmpdir(), 'parley-'));
  t.after(() => rm(folder, { recursive: true }));
  const storePath = join(folder, 'parley.sqlite');
  const env = { ...networks.env, STORE_URL: `sqlite:${storePath}`, OPENAI_BASE_URL: model.url };
  const bot = await startBot(t, env);
  const states = () => readTurns(storePath).map(({ state }) => state);
  return { ...networks, bot, env, model, storePath, states };
}

const servers = new Map<string, string>();

type Scene = Awaited<ReturnType<typeof setUp>>;

const losses: Readonly<
  Record<string, { room(scene: Scene): string; lose(scene: Scene, roomId: string): void }>
> = {
  'a Discord server that the bot leaves': {
    room({ discord }) {
      const { id, room } = discord.controls.addServer('Elsewhere');
      servers.set(room.id, id);
      return room.id;
    },
    lose: ({ discord }, roomId) => discord.controls.removeServer(servers.get(roomId) ?? ''),
  },
  'a Discord channel that the bot may no longer see': {
    room: ({ discord }) => roomOf(discord, 'channel', 'random'),
    lose: ({ discord }, roomId) =>
      discord.controls.denyPermissions(roomId, ['viewChannel', 'sendMessages']),
  },
  'a Discord thread that is archived and locked': {
    room: ({ discord }) => roomOf(discord, 'thread'),
    lose: ({ discord }, roomId) =>
      discord.controls.setThread(roomId, { archived: true, locked: true }),
  },
  'a Telegram group that throws the bot out': {
    room: ({ telegram }) => roomOf(telegram, 'group'),
    lose: ({ telegram }, roomId) => telegram.controls.kickBot(roomId),
  },
  'a Telegram topic that is closed': {
    room: ({ telegram }) => roomOf(telegram, 'topic', 'Ideas'),
    lose: ({ telegram }, roomId) => telegram.controls.closeTopic(roomId),
  },
};

const rights: Readonly<
  Record<
    string,
    {
      room(scene: Scene): string;
      take(scene: Scene, roomId: string): void;
      giveBack(scene: Scene, roomId: string): void;
    }
  >
> = {
  'View Channel on Discord': {
    room: ({ discord }) => roomOf(discord, 'channel', 'random'),
    take: ({ discord }, roomId) => discord.controls.denyPermissions(roomId, ['viewChannel']),
    giveBack: ({ discord }, roomId) => discord.controls.denyPermissions(roomId, []),
  },
  'the membership of a Telegram group': {
    room: ({ telegram }) => roomOf(telegram, 'group'),
    take: ({ telegram }, roomId) => telegram.controls.kickBot(roomId),
    giveBack: ({ telegram }, roomId) => telegram.controls.addBot(roomId),
  },
};

describe('an answer that lost a right in the middle, and got it back', () => {
  for (const [what, { room, take, giveBack }] of Object.entries(rights)) {
    const isDiscord = what.includes('Discord');
    const mention = isDiscord ? '@Parley' : '@parley_bot';

    async function loseAndRegain(t: Endings) {
      const scene = await setUp(t);
      const network = isDiscord ? scene.discord : scene.telegram;
      const roomId = room(scene);
      const question = await network.say({ roomId, text: `${mention} Hello?` });
      const half = await waitForAnswer(network, question, /^The first part/);
      take(scene, roomId);
      scene.model.release();
      await eventually('the end of the turn', () =>
        scene.states().every((state) => state === 'failed' || state === 'stopped'),
      );
      giveBack(scene, roomId);

      const stopId = half.buttons.flat()[0]?.id ?? '';
      assert.match(stopId, /^stop:/);
      return { ...scene, network, roomId, question, half, stopId };
    }

    const waitForEnd = (network: LocalNetwork, { roomId, id }: ShownMessage) =>
      eventually('the end of the answer', () => {
        const shown = network.history(roomId).find((message) => message.id === id);
        const labels = shown?.buttons.flat().map(({ label }) => label);
        const isEnded = labels?.includes('Regenerate') ?? false;
        return isEnded && /^The first part/.test(shown?.text ?? '');
      });

    test(`shows its end when its Stop is pressed, also after a restart: ${what}`, async (t) => {
      const { env, bot, network, roomId, half, stopId } = await loseAndRegain(t);
      await bot.stop();
      await startBot(t, env);
      await network.press({ roomId, messageId: half.id, buttonId: stopId });
      await waitForEnd(network, half);
    });

    test(`shows its end with the next answer: ${what}`, async (t) => {
      const { model, network, roomId, half } = await loseAndRegain(t);
      model.script = sayText('Here I am.');
      const next = await network.say({ roomId, text: `${mention} And now?` });
      await waitForAnswer(network, next, /^Here I am\.$/);
      await waitForEnd(network, half);
    });
  }

  /** A bot may edit its messages where it may not create any. */
  const creations: typeof rights = {
    'Send Messages on Discord': {
      room: ({ discord }) => roomOf(discord, 'channel', 'random'),
      take: ({ discord }, roomId) => discord.controls.denyPermissions(roomId, ['sendMessages']),
      giveBack: ({ discord }, roomId) => discord.controls.denyPermissions(roomId, []),
    },
    'an open topic on Telegram': {
      room: ({ telegram }) => roomOf(telegram, 'topic', 'Ideas'),
      take: ({ telegram }, roomId) => telegram.controls.closeTopic(roomId),
      giveBack: ({ telegram }, roomId) => telegram.controls.reopenTopic(roomId),
    },
  };
  for (const [what, { room, take, giveBack }] of Object.entries(creations)) {
    test(`shows its other pages with the next answer: ${what}`, async (t) => {
      const scene = await setUp(t);
      const { model, states } = scene;
      model.script = async (stream) => {
        stream.delta('The first part of the answer. ');
        await stream.held();
        stream.delta(`${'And more of it. '.repeat(400)}The end.`);
        stream.finish();
      };
      const network = what.includes('Discord') ? scene.discord : scene.telegram;
      const mention = network === scene.discord ? '@Parley' : '@parley_bot';
      const roomId = room(scene);
      const question = await network.say({ roomId, text: `${mention} Hello?` });
      await waitForAnswer(network, question, /^The first part/);
      take(scene, roomId);
      model.release();
      await eventually('the end of the turn', () => states()[0] === 'failed');
      giveBack(scene, roomId);

      model.script = sayText('Here I am.');
      const next = await network.say({ roomId, text: `${mention} And now?` });
      await waitForAnswer(network, next, /^Here I am\.$/);
      await eventually('the end of the first answer', () =>
        botMessages(network, roomId, question).some(
          ({ text, buttons }) => buttons.length > 0 && /\(stopped\)$|The end\.$/.test(text),
        ),
      );
    });
  }

  for (const name of ['discord', 'telegram'] as const) {
    test(`loses its buttons when nothing is known of it, on ${name}`, async (t) => {
      const scene = await setUp(t);
      const network = scene[name];
      const roomId = roomOf(network, 'direct');
      scene.model.script = sayText('Here I am.');
      const question = await network.say({ roomId, text: 'Hello?' });
      await waitForAnswer(network, question, /^Here I am\.$/);
      await eventually('the end of the turn', () => scene.states()[0] === 'done');
      const [answer] = botMessages(network, roomId, question);
      assert.ok(answer);
      await scene.bot.stop();
      await startBot(t, { ...scene.env, STORE_URL: 'memory:' });

      const [button] = answer.buttons.flat();
      await network.press({ roomId, messageId: answer.id, buttonId: button?.id ?? '' });
      await eventually('a message without buttons, with its text', () => {
        const shown = network.history(roomId).find(({ id }) => id === answer.id);
        return shown?.buttons.length === 0 && shown.text === 'Here I am.';
      });
    });
  }
});

describe('during an answer', () => {
  for (const [what, { room, lose }] of Object.entries(losses)) {
    test(`${what}: the turn ends, and the bot answers others`, async (t) => {
      const scene = await setUp(t);
      const { discord, telegram, model, states } = scene;
      const network = what.includes('Discord') ? discord : telegram;
      const roomId = room(scene);
      const question = await network.say({
        roomId,
        text: `@${network === discord ? 'Parley' : 'parley_bot'} Hello?`,
      });
      await waitForAnswer(network, question, /^The first part/);
      lose(scene, roomId);
      model.release();
      await eventually('the end of the turn', () => states().every((state) => state !== 'running'));
      model.script = sayText('Here I am.');
      for (const other of [discord, telegram]) {
        const next = await other.say({ roomId: roomOf(other, 'direct'), text: 'Still there?' });
        await waitForAnswer(other, next, /^Here I am\.$/);
      }
    });
  }

  test('a group becomes a supergroup: this answer and the next one are complete there', async (t) => {
    const { telegram, model, states } = await setUp(t, { friends: 'group' });
    const roomId = roomOf(telegram, 'group');
    const question = await telegram.say({ roomId, text: '@parley_bot Hello?' });
    await waitForAnswer(telegram, question, /^The first part/);
    const movedTo = telegram.controls.migrate(roomId);
    model.release();
    await eventually('the end of the turn', () => states().every((state) => state === 'done'));
    const answers = botMessages(telegram, movedTo).map(({ text }) => text);
    assert.deepEqual(answers, ['The first part of the answer. And the second part.']);
    model.script = sayText('Here I am.');
    const next = await telegram.say({ roomId: movedTo, text: '@parley_bot And now?' });
    await waitForAnswer(telegram, next, /^Here I am\.$/);
  });

  test('the disk becomes full: nothing is lost, and nothing crashes', async (t) => {
    const { discord, telegram, model, storePath, states } = await setUp(t);
    const networks = [discord, telegram];
    const running = [];
    for (const network of networks) {
      const question = await network.say({ roomId: roomOf(network, 'direct'), text: 'Hello?' });
      await waitForAnswer(network, question, /^The first part/);
      running.push({ network, question });
    }
    await eventually('the messages of both answers to be stored', () =>
      readTurns(storePath).every(({ answerMessages }) => answerMessages.length === 1),
    );
    const disk = new DatabaseSync(storePath);
    disk.exec(
      "CREATE TRIGGER full BEFORE INSERT ON entries BEGIN SELECT RAISE(FAIL, 'the disk is full'); END",
    );
    model.release();
    for (const { network, question } of running)
      await waitForAnswer(network, question, /second part\.$/);
    model.script = sayText('Here I am.');
    const waiting = [];
    for (const network of networks) {
      const roomId = roomOf(network, network === discord ? 'channel' : 'group');
      const mention = network === discord ? '@Parley' : '@parley_bot';
      waiting.push({
        network,
        question: await network.say({ roomId, text: `${mention} And now?` }),
      });
    }
    disk.exec('DROP TRIGGER full');
    disk.close();
    for (const { network, question } of waiting)
      await waitForAnswer(network, question, /^Here I am\.$/);
    await eventually('the end of all turns', () => states().every((state) => state === 'done'));
    assert.equal(model.streams.length, 4);
  });
});
