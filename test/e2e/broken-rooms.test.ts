import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
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
  await startBot(t, env);
  const states = () => readTurns(storePath).map(({ state }) => state);
  return { ...networks, env, model, storePath, states };
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
