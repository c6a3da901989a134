import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { startLocalDiscord } from '../../playground/discord/index.ts';
import { scaleLimits as scaleDiscord } from '../../playground/discord/limits.ts';
import { createLocalEnv } from '../../playground/local-env.ts';
import type { ShownMessage } from '../../playground/local-network.ts';
import { startLocalTelegram } from '../../playground/telegram/index.ts';
import { scaleLimits as scaleTelegram } from '../../playground/telegram/limits.ts';
import { startOpenAiServer } from '../helpers/openai-server.ts';
import { roomOf, startBot, TIME_SCALE } from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';

async function startNetworksWithTwoBots(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'parley-'));
  const moreBots = ['Memes'];
  const [discord, telegram, model] = await Promise.all([
    startLocalDiscord({ limits: scaleDiscord(TIME_SCALE), moreBots }),
    startLocalTelegram({ limits: scaleTelegram(TIME_SCALE), moreBots }),
    startOpenAiServer(),
  ]);
  t.after(async () => {
    await Promise.all([discord.stop(), telegram.stop(), model.stop()]);
    await rm(folder, { recursive: true });
  });
  return { discord, telegram, model, folder };
}

describe('several bots in one process', () => {
  test('answer each for themselves, in one place and over a restart, from a store that one bot began', async (t) => {
    const { discord, telegram, model, folder } = await startNetworksWithTwoBots(t);
    const [discordMemes] = discord.moreBots;
    const [telegramMemes] = telegram.moreBots;
    assert.ok(discordMemes && telegramMemes);
    const file = join(folder, 'parley.yaml');
    await writeFile(
      file,
      [
        'personas: { clown: You are a clown., butler: You are a butler. }',
        'scopes:',
        '  bot: { persona: butler }',
        '  discord@memes: { persona: clown, time_zone: Asia/Tokyo }',
        '  telegram@memes: { persona: clown }',
      ].join('\n'),
    );
    const oneBot = {
      ...createLocalEnv({}, discord, telegram),
      STORE_URL: `sqlite:${join(folder, 'parley.sqlite')}`,
      PARLEY_CONFIG: file,
      OPENAI_BASE_URL: model.url,
    };
    const channel = roomOf(discord, 'channel', 'general');
    const group = roomOf(telegram, 'group', 'Friends');

    const answersOf = (messages: readonly ShownMessage[], botId: string) =>
      messages.filter(({ author, draft }) => author.id === botId && !draft).length;
    const onDiscord = (botId: string) => answersOf(discord.history(channel), botId);
    const onTelegram = (botId: string) => answersOf(telegram.history(group), botId);
    const lastPrompt = () => JSON.stringify(model.streams.at(-1)?.body);

    const old = await startBot(t, oneBot);
    await discord.say({ roomId: channel, text: '@Parley My number is 4711.' });
    await waitFor(discord, 'the answer of one bot', () => onDiscord(discord.bot.id) === 1);
    await old.stop();

    const bothBots = {
      ...oneBot,
      DISCORD_TOKENS: `memes=${discordMemes.token}`,
      TELEGRAM_TOKENS: `memes = ${telegramMemes.token}`,
    };
    const both = await startBot(t, bothBots);
    await discord.say({ roomId: channel, text: '@Parley What is my number?' });
    await waitFor(discord, 'the next answer', () => onDiscord(discord.bot.id) === 2);
    assert.match(lastPrompt(), /4711/, 'the first bot goes on with its own conversation');
    assert.match(lastPrompt(), /You are a butler/);
    assert.doesNotMatch(lastPrompt(), /Tokyo/);

    await discord.say({ roomId: channel, text: '@Memes Tell me a joke.' });
    await waitFor(discord, 'a joke', () => onDiscord(discordMemes.person.id) === 1);
    assert.doesNotMatch(lastPrompt(), /4711/, 'another bot has another conversation');
    assert.match(lastPrompt(), /You are “memes”, in the channel “general”.* on Discord\./);
    assert.match(lastPrompt(), /You are a clown.*Tokyo/);
    assert.equal(onDiscord(discord.bot.id), 2, 'the other bot was not addressed');

    await discord.say({ roomId: channel, text: '@Parley @Memes Good night, both of you.' });
    await waitFor(
      discord,
      'an answer of each',
      () => onDiscord(discord.bot.id) === 3 && onDiscord(discordMemes.person.id) === 2,
    );

    await telegram.say({ roomId: group, text: '@memes_bot Tell me a joke.' });
    await waitFor(telegram, 'a joke', () => onTelegram(telegramMemes.bot.id) === 1);
    assert.equal(onTelegram(telegram.bot.id), 0);
    const direct = roomOf(telegram, 'direct');
    const inDirect = () =>
      answersOf(telegramMemes.history(direct), telegramMemes.bot.id) +
      10 * answersOf(telegram.history(direct), telegram.bot.id);
    await telegramMemes.say({ roomId: direct, text: 'Only for you: 1234' });
    await waitFor(telegramMemes, 'an answer in the direct chat', () => inDirect() === 1);
    await both.stop();

    await startBot(t, bothBots);
    await telegramMemes.say({ roomId: direct, text: 'And?' });
    await waitFor(telegramMemes, 'an answer after the restart', () => inDirect() === 2);
    assert.match(lastPrompt(), /You are a clown.*1234/);
    await discordMemes.run({ roomId: channel, name: 'stop' });
    await waitFor(discord, 'a reply to a command', () => onDiscord(discordMemes.person.id) === 3);
  });

  test('a bot never answers another one of the same process', async (t) => {
    const { discord, telegram, folder } = await startNetworksWithTwoBots(t);
    const [memes] = discord.moreBots;
    assert.ok(memes);
    await startBot(t, {
      ...createLocalEnv({}, discord, telegram),
      STORE_URL: `sqlite:${join(folder, 'parley.sqlite')}`,
      DISCORD_TOKENS: `memes=${memes.token}`,
    });
    const roomId = roomOf(discord, 'channel', 'general');
    const words = `<@${discord.bot.id}> are you there?`;
    discord.controls.post(roomId, memes.person.id, { content: words });
    const own = () => discord.history(roomId).filter(({ author }) => author.isBot);
    await discord.say({ roomId, text: '@Parley echo here' });
    await waitFor(discord, 'an answer to the person', () =>
      own().some(({ text }) => text === 'here'),
    );
    assert.deepEqual(
      own().map(({ text }) => text),
      [words, 'here'],
    );
  });
});
