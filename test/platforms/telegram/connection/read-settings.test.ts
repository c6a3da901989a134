import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConfigError } from '../../../../src/errors.ts';
import { readTelegramSettings } from '../../../../src/platforms/telegram/connection/read-settings.ts';

const TELEGRAM_TOKEN = '1:secret-token';

describe('readTelegramSettings', () => {
  test('gives nothing without variables of Telegram', () => {
    assert.equal(
      readTelegramSettings({ TELEGRAM_TOKEN: ' ', HTTPS_PROXY: 'http://127.0.0.1:1' }),
      undefined,
    );
  });

  test('takes the public server when only the token is set', () => {
    assert.deepEqual(readTelegramSettings({ TELEGRAM_TOKEN }), {
      token: TELEGRAM_TOKEN,
      apiRoot: 'https://api.telegram.org',
    });
  });

  test('takes the address of another server, with a path and a slash at its end', () => {
    for (const [TELEGRAM_API_URL, apiRoot] of [
      ['http://127.0.0.1:8081/', 'http://127.0.0.1:8081'],
      ['https://example.org/telegram//', 'https://example.org/telegram'],
    ] as const) {
      assert.equal(readTelegramSettings({ TELEGRAM_TOKEN, TELEGRAM_API_URL })?.apiRoot, apiRoot);
    }
  });

  test('reads the proxy and its exceptions', () => {
    const env = { TELEGRAM_TOKEN, HTTPS_PROXY: 'http://127.0.0.1:3128', NO_PROXY: 'localhost' };
    assert.deepEqual(readTelegramSettings(env)?.proxy, {
      HTTPS_PROXY: 'http://127.0.0.1:3128',
      NO_PROXY: 'localhost',
    });
  });

  test('switches rich messages on', () => {
    assert.equal(readTelegramSettings({ TELEGRAM_TOKEN, TELEGRAM_RICH: 'Yes' })?.isRich, true);
    assert.equal(readTelegramSettings({ TELEGRAM_TOKEN, TELEGRAM_RICH: 'no' })?.isRich, undefined);
  });

  const mistakes: readonly [string, Record<string, string>, RegExp][] = [
    [
      'an address without a token',
      { TELEGRAM_API_URL: 'http://127.0.0.1:1' },
      /TELEGRAM_TOKEN is not.*BotFather/,
    ],
    [
      'a token with a space',
      { TELEGRAM_TOKEN: '1:secret token' },
      /TELEGRAM_TOKEN holds characters.*BotFather/,
    ],
    [
      'the name of the bot in place of its token',
      { TELEGRAM_TOKEN: 'ParleyBot' },
      /TELEGRAM_TOKEN does not look like a token.*BotFather/,
    ],
    [
      'an address without its protocol',
      { TELEGRAM_TOKEN, TELEGRAM_API_URL: 'api.telegram.org' },
      /begins with https/,
    ],
    [
      'an address with the token',
      { TELEGRAM_TOKEN, TELEGRAM_API_URL: `https://api.telegram.org/bot${TELEGRAM_TOKEN}` },
      /contains \/bot/,
    ],
    [
      'an address with a query',
      { TELEGRAM_TOKEN, TELEGRAM_API_URL: 'https://example.org/?a=b' },
      /after \? or #/,
    ],
    [
      'a value for rich messages that is neither yes nor no',
      { TELEGRAM_TOKEN, TELEGRAM_RICH: 'true' },
      /TELEGRAM_RICH must be yes or no/,
    ],
    [
      'a proxy of another kind',
      { TELEGRAM_TOKEN, HTTPS_PROXY: 'socks5://127.0.0.1:1' },
      /HTTPS_PROXY/,
    ],
  ];

  for (const [mistake, env, message] of mistakes) {
    test(`refuses ${mistake}, names the cure, and does not repeat the token`, () => {
      assert.throws(
        () => readTelegramSettings(env),
        (error: unknown) =>
          error instanceof ConfigError &&
          message.test(error.message) &&
          !error.message.includes('secret'),
      );
    });
  }
});
