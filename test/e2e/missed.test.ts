import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startLocalDiscord } from '../../playground/discord/index.ts';
import { scaleLimits } from '../../playground/discord/limits.ts';
import type { LocalDiscord } from '../../playground/discord/local-discord.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { botMessages, startBot, TIME_SCALE } from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';

const TWO_HOURS_MS = 2 * 60 * 60_000;

/** A Discord in which time can be skipped while the bot is away. */
async function openPlace(t: TestContext) {
  let aheadMs = -TWO_HOURS_MS;
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
  const discord = await startLocalDiscord({ clock, limits: scaleLimits(TIME_SCALE) });
  const folder = await mkdtemp(join(tmpdir(), 'parley-'));
  t.after(async () => {
    await discord.stop();
    await rm(folder, { recursive: true });
  });
  const env = {
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    ADMINS: `discord:${discord.me.id}`,
    STORE_URL: `sqlite:${join(folder, 'parley.sqlite')}`,
  };
  return {
    discord,
    start: () => startBot(t, env, { clock }),
    skipToNow() {
      aheadMs = 0;
    },
  };
}

function roomNamed(discord: LocalDiscord, name: string): string {
  return discord.rooms().find((room) => room.name === name)?.id ?? assert.fail(name);
}

test('a bot that comes back to Discord answers recent questions, and offers older ones, each once', async (t) => {
  const { discord, start, skipToNow } = await openPlace(t);
  const general = roomNamed(discord, 'general');
  const random = roomNamed(discord, 'random');
  const texts = (roomId: string) => botMessages(discord, roomId).map(({ text }) => text);
  const count = (roomId: string, pattern: RegExp) =>
    texts(roomId).filter((text) => pattern.test(text)).length;
  const until = (roomId: string, pattern: RegExp) =>
    waitFor(discord, `${pattern} in ${texts(roomId).join(' | ')}`, () =>
      botMessages(discord, roomId).find(({ text }) => pattern.test(text)),
    );
  const robin = discord.people().find(({ name }) => name === 'Robin')?.id ?? assert.fail('Robin');
  const ask = (roomId: string, words: string, authorId = discord.me.id) =>
    discord.say({ roomId, authorId, text: `<@${discord.bot.id}> echo ${words}` });
  const press = (roomId: string, label: string, messageId: string) => {
    const shown = discord.history(roomId).find(({ id }) => id === messageId);
    const button = shown?.buttons?.flat().find((each) => each.label === label);
    return discord.press({ roomId, messageId, buttonId: button?.id ?? assert.fail(label) });
  };

  const first = await start();
  await first.stop();
  await ask(general, 'old one');
  await ask(general, 'old two', robin);
  await ask(random, 'never');
  skipToNow();
  await ask(general, 'recent');
  discord.controls.invalidateSessions();

  const second = await start();
  await until(general, /^recent$/);
  const offer = await until(general, /missed 2 questions here/);
  const skipped = await until(random, /missed 1 question here/);
  await second.stop();

  await start();
  await press(random, 'Skip', skipped.id);
  await until(random, /^Skipped/);
  await press(general, 'Answer', offer.id);
  await until(general, /^old two$/);
  await until(general, /answering 2 questions/);
  const last = await ask(general, 'the end');
  await until(general, /^the end$/);
  assert.equal(botMessages(discord, general, last).length, 1);
  for (const pattern of [/^recent$/, /old one/, /old two/])
    assert.equal(count(general, pattern), 1);
  assert.equal(count(general, /question/), 1);
  assert.deepEqual(texts(random).length, 1);
});
