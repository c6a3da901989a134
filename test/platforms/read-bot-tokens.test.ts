import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConfigError } from '../../src/errors.ts';
import { readBotTokens } from '../../src/platforms/read-bot-tokens.ts';

describe('readBotTokens', () => {
  test('gives the bot without a name first, then the bots of the list', () => {
    const env = {
      DISCORD_TOKEN: 'One.Token',
      DISCORD_TOKENS: ' memes=Two.Token,\n support = Three.T ',
    };
    assert.deepEqual(readBotTokens(env, 'discord').bots, [
      { token: 'One.Token' },
      { name: 'memes', token: 'Two.Token' },
      { name: 'support', token: 'Three.T' },
    ]);
    assert.deepEqual(readBotTokens({ TELEGRAM_TOKENS: 'a=1:x' }, 'telegram').bots, [
      { name: 'a', token: '1:x' },
    ]);
    assert.deepEqual(readBotTokens(env, 'telegram').bots, []);
  });

  const secret = 'SecretTokenOfABot.123';
  const cases: readonly [text: string, pattern: RegExp][] = [
    [secret, /Entry 1 of DISCORD_TOKENS: has no name.*name=token/],
    [`a=x, ${secret}`, /Entry 2 of DISCORD_TOKENS: has no name/],
    ['memes', /Entry 1 of DISCORD_TOKENS: “memes” has no token/],
    ['memes=', /“memes” has no token/],
    [`=${secret}`, /the name is missing/],
    [`${secret}=memes`, /must begin with a small letter/],
    [`Memes=${secret}`, /must begin with a small letter/],
    [`a=x, a=${secret}`, /the name “a” twice/],
    [`a=${secret}, b=${secret}`, /“b” has the same token as “a”/],
    ['a=Bot first', /“a” has the same token as DISCORD_TOKEN\b/],
  ];
  for (const [text, pattern] of cases) {
    test(`refuses the list “${text.replaceAll(secret, '…')}”, and shows no token`, () => {
      assert.throws(
        () => readBotTokens({ DISCORD_TOKEN: 'first', DISCORD_TOKENS: text }, 'discord'),
        (error) =>
          error instanceof ConfigError &&
          pattern.test(error.message) &&
          !error.message.includes(secret),
      );
    });
  }
});
