import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LocalNetwork, ShownMessage } from '../../playground/local-network.ts';
import { createPairing } from '../../src/access/pairing.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { openStore } from '../../src/store/open-store.ts';
import { startOpenAiServer } from '../helpers/openai-server.ts';
import {
  botMessages,
  roomOf,
  startBot,
  startNetworks,
  startNetworksAndDisk,
  waitForAnswer,
} from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';

function robinOn(network: LocalNetwork): string {
  const robin = network.people().find(({ name }) => name === 'Robin');
  assert.ok(robin);
  return robin.id;
}

describe('access to the bot', () => {
  test('is for admins only on Telegram with empty lists; others learn once what they can do, and no model is asked', async (t) => {
    const { telegram, env } = await startNetworks(t);
    const model = await startOpenAiServer();
    t.after(() => model.stop());
    await startBot(t, { ...env, ALLOWED_CHATS: '', OPENAI_BASE_URL: model.url });
    const roomId = roomOf(telegram, 'direct');
    const authorId = robinOn(telegram);
    await telegram.say({ roomId, authorId, text: 'Hello?' });
    await telegram.say({ roomId, authorId, text: 'Anybody?' });
    const refusals = () =>
      telegram.history(roomId, authorId).filter(({ author }) => author.id === telegram.bot.id);
    await waitFor(telegram, 'a refusal', () => refusals().length > 0);
    assert.match(refusals()[0]?.text ?? '', new RegExp(`Your id is telegram:${authorId}`));
    const mine = await telegram.say({ roomId, text: 'Hello?' });
    await waitForAnswer(telegram, mine, /./s);
    assert.equal(refusals().length, 1);
    assert.equal(model.streams.length, 1);
  });

  test('is for everybody on Discord servers with empty lists, but in direct messages for admins only', async (t) => {
    const { discord, env } = await startNetworks(t);
    await startBot(t, { ...env, ALLOWED_CHATS: '' });
    const authorId = robinOn(discord);
    const question = await discord.say({
      roomId: roomOf(discord, 'channel'),
      authorId,
      text: '@Parley echo welcome',
    });
    await waitForAnswer(discord, question, /^welcome$/);
    const direct = discord.controls.openDirect(authorId);
    await discord.say({ roomId: direct.id, authorId, text: 'echo welcome' });
    await waitFor(discord, 'a refusal', () =>
      discord
        .history(direct.id, authorId)
        .some(({ author, text }) => author.isBot && text.includes(`discord:${authorId}`)),
    );
  });

  test('is for listed people only on Discord servers with a list; a refused command is visible to its caller only', async (t) => {
    const { discord, env } = await startNetworks(t);
    await startBot(t, { ...env, ALLOWED_CHATS: 'discord:1' });
    const authorId = robinOn(discord);
    const roomId = roomOf(discord, 'channel');
    const question = await discord.say({ roomId, authorId, text: '@Parley echo welcome' });
    await waitForAnswer(discord, question, new RegExp(`discord:${roomId}.*ALLOWED_CHATS`));
    await discord.run({ roomId, authorId, name: 'help' });
    await waitFor(discord, 'a refusal that only the asker sees', () =>
      discord
        .history(roomId, authorId)
        .some(({ onlyYou, text }) => onlyYou && text.includes('ALLOWED_CHATS')),
    );
    assert.deepEqual(
      await discord.complete({ roomId, authorId, name: 'model', option: 'name', typed: '' }),
      [],
    );
    assert.ok(botMessages(discord, roomId).every(({ text }) => !text.includes('welcome')));
  });
});

for (const name of ['discord', 'telegram'] as const) {
  describe(`a person who is not let in on ${name}`, () => {
    test('asks the admins by a button; the first decision counts, for all of them and after a restart', async (t) => {
      const { env: networksEnv, ...networks } = await startNetworksAndDisk(t);
      const network: LocalNetwork = networks[name];
      const { me } = network;
      const robin = robinOn(network);
      const sam = networks[name].controls.addPerson('Sam');
      const env = { ...networksEnv, ADMINS: `${name}:${me.id},${name}:${sam}`, ALLOWED_CHATS: '' };
      const app = await startBot(t, env);

      /** The direct chat of a person, who may not have one yet. */
      const directOf = (personId: string) =>
        name === 'discord'
          ? networks.discord.controls.openDirect(personId).id
          : roomOf(network, 'direct');
      const seen = (personId: string) =>
        network
          .history(directOf(personId), personId)
          .filter(({ author }) => author.id === network.bot.id);
      const sees = (personId: string, pattern: RegExp) =>
        waitFor(network, `${pattern}`, () => seen(personId).find(({ text }) => pattern.test(text)));
      const press = (
        personId: string,
        { id: messageId, buttons }: ShownMessage,
        label: string,
        buttonId = buttons.flat().find((button) => button.label === label)?.id,
      ) =>
        network.press({
          roomId: directOf(personId),
          authorId: personId,
          messageId,
          buttonId: buttonId ?? '',
          isForged: true,
        });

      // Telegram's bots may write only to people who have written to them.
      for (const id of [me.id, sam]) {
        await network.run({ roomId: directOf(id), authorId: id, name: 'help' });
        await sees(id, /\/stop/);
      }

      await network.say({ roomId: directOf(robin), authorId: robin, text: 'echo hello' });
      const refusal = await sees(robin, /not on my allow list/);
      await press(robin, refusal, 'Ask for access');
      const asked = await sees(robin, /I've asked my admins/);
      assert.equal(asked.id, refusal.id);
      const requests = await Promise.all(
        [me.id, sam].map((id) => sees(id, /Robin.*asks for access/)),
      );
      const [mine, theirs] = requests;
      assert.ok(mine && theirs);

      // People who are not admins decide nothing, and ask only once a day.
      const allowId = `access:allow:${robin}`;
      await press(robin, asked, '', allowId).catch(() => {});
      await press(robin, asked, '', 'access:ask');
      await sees(robin, /You have asked for access already/);
      assert.equal(seen(me.id).filter(({ text }) => text.includes('asks for access')).length, 1);

      await app.stop();
      await startBot(t, env);
      await press(sam, theirs, 'Allow');
      await sees(robin, /You can use me now/);
      for (const [personId, { id }] of [
        [me.id, mine],
        [sam, theirs],
      ] as const) {
        const decided = await sees(personId, /Robin.*may use me now.*Decided by.*Sam/);
        assert.deepEqual([decided.id, decided.buttons], [id, []]);
      }
      await network.say({ roomId: directOf(robin), authorId: robin, text: 'echo hello' });
      await sees(robin, /^hello$/);

      // An old button of another admin only shows what was decided.
      await press(me.id, mine, '', `access:deny:${robin}`);
      await network.run({ roomId: directOf(me.id), name: 'access' });
      const list = await sees(me.id, /Robin.*may use me, by/s);
      await press(me.id, list, 'Revoke Robin');
      await sees(me.id, /no longer counts/);
      const { length } = seen(robin);
      await network.say({ roomId: directOf(robin), authorId: robin, text: 'echo again' });
      await waitFor(network, 'a refusal', () => seen(robin).length > length);
      assert.ok(seen(robin).every(({ text }) => text !== 'again'));
    });
  });
}

describe('pairing on telegram', () => {
  test('makes the person who opens the link an admin at once; the code works once, and other admins are told', async (t) => {
    const { telegram, env } = await startNetworksAndDisk(t);
    const robin = robinOn(telegram);
    const sam = telegram.controls.addPerson('Sam');
    await startBot(t, { ...env, ADMINS: '', ALLOWED_CHATS: '' });
    const roomId = roomOf(telegram, 'direct');
    const say = (authorId: string, text: string) => telegram.say({ roomId, authorId, text });
    const sees = (personId: string, pattern: RegExp) =>
      waitFor(telegram, `${pattern}`, () =>
        telegram.history(roomId, personId).find(({ text }) => pattern.test(text)),
      );

    // As `npm run pair` does it, in another process.
    const store = await openStore({ url: env.STORE_URL ?? '', clock: systemClock, log: silentLog });
    t.after(() => store.close());
    const grants = { set: async () => {} };
    const pairing = createPairing({ store, grants, clock: systemClock });
    const code = await pairing.createCode('telegram');

    await say(sam, 'echo hello');
    await sees(sam, /If you run this bot, add .*npm run pair/);
    await say(sam, `/start ${code.toLowerCase()}`);
    await sees(sam, /This code is wrong/);
    await say(robin, `/start ${code}`);
    await sees(robin, /You are now one of my admins/);
    await say(robin, 'echo hello');
    await sees(robin, /^hello$/);
    for (const count of [1, 2]) {
      await say(robin, `/start ${code}`);
      await waitFor(telegram, `${count} answers to who is let in`, () => {
        const failed = telegram.history(roomId, robin).filter(({ text }) => /wrong/.test(text));
        return failed.length === count;
      });
    }
    await say(sam, `/start ${code}`);
    await say(sam, `/start ${await pairing.createCode('telegram')}`);
    await sees(sam, /You are now one of my admins/);
    await sees(robin, /Sam.*is now one of my admins, by a pairing code/);
  });
});
