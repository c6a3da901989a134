import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LocalNetwork } from '../../playground/local-network.ts';
import { startOpenAiServer } from '../helpers/openai-server.ts';
import {
  botMessages,
  roomOf,
  startBot,
  startNetworks,
  waitForAnswer,
} from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';

function robinOn(network: LocalNetwork): string {
  const robin = network.people().find(({ name }) => name === 'Robin');
  assert.ok(robin);
  return robin.id;
}

describe('access to the bot', () => {
  test('is for admins only on Telegram with empty lists; others learn once which id to add, and no model is asked', async (t) => {
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
    assert.match(refusals()[0]?.text ?? '', new RegExp(`telegram:${authorId}.*ALLOWED_USERS`));
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
