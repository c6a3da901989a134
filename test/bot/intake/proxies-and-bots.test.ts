import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setUpRoom } from './set-up-room.ts';

const proxied = {
  by: 'webhook',
  isBot: true,
  origin: 'proxy' as const,
  addressed: 'mention' as const,
};

// PrismLauncher/refraction PR 295 and jagrosh/MusicBot #1395: PluralKit posts a copy through a webhook, and deletes
// the original about a second later.
describe('a proxy', () => {
  const settings = { acceptsProxies: true };

  test('asks in place of its original: one answer', async () => {
    const { say, remove, advance, asked, speak, shown, surface } = await setUpRoom({ settings });
    const original = await say({ addressed: 'mention', text: 'J: hello there' });
    await advance(400);
    await say({ ...proxied, text: 'hello there' });
    assert.equal(asked.at(-1)?.question.includes('J:'), false);
    await advance(600);
    await remove(original);
    await speak();
    await advance(60_000);
    assert.deepEqual(shown(), [`answer ${asked.length}`]);
    assert.deepEqual(surface.reactions, []);
  });

  test('asks in place of an original that is answered already', async () => {
    const { say, remove, advance, asked, speak, shown } = await setUpRoom({ settings });
    const original = await say({ addressed: 'mention', text: 'hello there' });
    asked.at(-1)?.speak();
    await advance(500);
    await say({ ...proxied, text: 'hello there' });
    await remove(original);
    await speak();
    assert.deepEqual(shown(), ['answer 1']);
  });

  // Webhooks cannot reply: PluralKit/PluralKit #256 and #442.
  test('takes the place of a reply to the bot, which its own message cannot be', async () => {
    const { say, remove, advance, asked, speak, shown } = await setUpRoom({ settings });
    const original = await say({ addressed: 'reply', text: 'J: why is that?' });
    await advance(400);
    await say({ ...proxied, addressed: false, text: 'why is that?' });
    await advance(600);
    await remove(original);
    await speak();
    assert.match(asked.at(-1)?.question ?? '', /why is that\?$/);
    assert.deepEqual(shown(), [`answer ${asked.length}`]);
  });

  test('takes the place of the rest of a long text', async () => {
    const { say, remove, advance, asked, speak } = await setUpRoom({ settings });
    await say({ addressed: 'mention', text: 'a long text', isNearLimit: true });
    const rest = await say({ text: 'the rest' });
    await say({ ...proxied, addressed: false, text: 'the rest' });
    await remove(rest);
    await advance(3_000);
    await speak();
    assert.match(asked.at(-1)?.question ?? '', /a long text[\s\S]+the rest$/);
  });

  test('that addresses nobody replaces no question with the same words in it', async () => {
    const { say, asked, speak } = await setUpRoom({ settings });
    await say({ addressed: 'mention', text: 'is it ok?' });
    await say({ ...proxied, addressed: false, text: 'ok' });
    await speak();
    assert.match(asked.at(-1)?.question ?? '', /is it ok\?$/);
    assert.equal(asked.length, 1);
  });

  test('takes the place of its own original, not of a question with the same words in it', async () => {
    const { say, asked, speak } = await setUpRoom({ settings });
    await say({ addressed: 'mention', text: 'J: ok' });
    await say({ by: 'bob', addressed: 'mention', text: 'is it ok?' });
    await say({ ...proxied, text: 'ok' });
    await speak();
    await speak();
    const last = asked.slice(-2).map(({ question }) => question.split('⟧ ').at(-1));
    assert.deepEqual(last, ['ok', 'is it ok?']);
  });

  test('asks anew when its original was deleted before', async () => {
    const { say, remove, speak, shown } = await setUpRoom({ settings });
    const original = await say({ addressed: 'mention', text: 'hello there' });
    await remove(original);
    await say({ ...proxied, text: 'hello there' });
    await speak();
    assert.deepEqual(shown(), ['answer 2']);
  });

  test('asks nothing for a person who is not let in, who hears that once', async () => {
    const { say, asked, advance, shown } = await setUpRoom({ settings });
    await say({ by: 'stranger', addressed: 'mention', text: 'J: hello there' });
    await say({ ...proxied, text: 'hello there' });
    await advance(60_000);
    assert.equal(asked.length, 0);
    assert.equal(shown().length, 1);
    await advance(6_000);
    await say({ ...proxied, text: 'hello there' });
    assert.equal(asked.length, 1);
  });

  test('asks as a person where its original addressed nobody', async () => {
    const { say, speak, shown } = await setUpRoom({ settings });
    await say({ ...proxied, text: 'hello there' });
    await speak();
    assert.deepEqual(shown(), ['answer 1']);
  });

  test('leaves one answer when the process is killed between the copy and the deletion', async () => {
    const { say, remove, advance, restart, speak, shown } = await setUpRoom({ settings });
    const original = await say({ addressed: 'mention', text: 'hello there' });
    await restart();
    await say({ ...proxied, text: 'hello there' });
    await remove(original);
    await advance(5_000);
    await speak();
    assert.equal(shown().length, 1);
  });

  test('is a bot where the operator did not allow it', async () => {
    const { say, asked, command, surface } = await setUpRoom();
    const copy = await say({ ...proxied, text: 'hello there' });
    assert.equal(asked.length, 0);
    await command('why', copy);
    assert.match([...surface.messages.values()].at(-1) ?? '', /`proxies` in/);
  });
});

// openclaw/openclaw #58789, openabdev/openab #466: two bots that mention each other without end.
describe('another bot', () => {
  const settings = { answeredBots: ['helper'] };
  const asks = { by: 'helper', isBot: true, addressed: 'mention' as const };

  test('is answered where the operator lists it, five times in a row, and again after a person', async () => {
    const { say, asked, speak, advance, command, surface } = await setUpRoom({ settings });
    const askOften = async () => {
      let last = await say({ ...asks, text: 'again' });
      await speak();
      for (let count = 0; count < 8; count++) {
        last = await say({ ...asks, text: 'again' });
        await speak();
      }
      return last;
    };
    const last = await askOften();
    assert.equal(asked.length, 5);
    await command('why', last);
    await advance(5_000);
    assert.match(
      [...surface.messages.values()].at(-1) ?? '',
      /bots have asked me too fast, or too often/,
    );

    await say({ text: 'good morning' });
    await askOften();
    assert.equal(asked.length, 10);
  });

  test('is not answered when it asks without a pause', async () => {
    const { say, asked, advance } = await setUpRoom({ settings });
    await say({ ...asks, text: 'one' });
    await advance(900);
    await say({ ...asks, text: 'two' });
    assert.equal(asked.length, 1);
  });

  test('is asked about all parts of its message (NousResearch/hermes-agent PR 106874)', async () => {
    const { say, asked, advance } = await setUpRoom({ settings });
    await say({ ...asks, text: 'a'.repeat(2_000), isNearLimit: true });
    await advance(100);
    await say({ by: 'helper', isBot: true, text: 'the end' });
    await advance(1_500);
    assert.equal(asked.length, 1);
    assert.match(asked[0]?.question ?? '', /a{2000}.*the end/s);
  });

  test('is not answered for a reply that mentions nobody (NousResearch/hermes-agent PR 40884)', async () => {
    const { say, asked } = await setUpRoom({ settings });
    await say({ ...asks, addressed: 'reply', text: 'thanks' });
    assert.equal(asked.length, 0);
  });

  test('is not asked about each edit of its message', async () => {
    const { say, edit, asked } = await setUpRoom({ settings });
    const message = await say({ ...asks, text: 'a' });
    await edit(message, { text: 'a b' });
    await edit(message, { text: 'a b c' });
    assert.equal(asked.length, 1);
  });

  test('is never answered where the operator lists none', async () => {
    const { say, asked } = await setUpRoom();
    await say({ ...asks, text: 'hello' });
    assert.equal(asked.length, 0);
  });
});

describe('the post of a channel', () => {
  const post = {
    by: 'channel',
    origin: 'channel' as const,
    addressed: 'mention' as const,
    text: 'news',
  };

  test('that mentions the bot is answered where the operator allows it', async () => {
    const { say, asked } = await setUpRoom({ settings: { answersChannelPosts: true } });
    await say(post);
    await say({ ...post, addressed: false });
    assert.equal(asked.length, 1);
  });

  test('is not answered otherwise, and /why says so', async () => {
    const { say, asked, command, surface } = await setUpRoom();
    const message = await say(post);
    assert.equal(asked.length, 0);
    await command('why', message);
    assert.match([...surface.messages.values()].at(-1) ?? '', /`channel_posts` in/);
  });
});
