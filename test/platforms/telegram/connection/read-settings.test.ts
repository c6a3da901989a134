import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConfigError } from '../../../../src/errors.ts';
import { readTelegramSettings } from '../../../../src/platforms/telegram/connection/read-settings.ts';

const TELEGRAM_TOKEN = '1:secret-token';

describe('the settings of Telegram', () => {
  test('without variables there is no Telegram', () => {
    assert.equal(
      readTelegramSettings({ TELEGRAM_TOKEN: ' ', HTTPS_PROXY: 'http://127.0.0.1:1' }),
      undefined,
    );
  });

  test('a token alone means the public server', () => {
    assert.deepEqual(readTelegramSettings({ TELEGRAM_TOKEN }), {
      token: TELEGRAM_TOKEN,
      apiRoot: 'https://api.telegram.org',
    });
  });

  test('the address of another server may end with a slash and have a path', () => {
    for (const [given, apiRoot] of [
      ['http://127.0.0.1:8081/', 'http://127.0.0.1:8081'],
      ['https://example.org/telegram//', 'https://example.org/telegram'],
    ] as const) {
      assert.equal(
        readTelegramSettings({ TELEGRAM_TOKEN, TELEGRAM_API_URL: given })?.apiRoot,
        apiRoot,
      );
    }
  });

  test('the proxy comes with its exceptions', () => {
    const env = { TELEGRAM_TOKEN, HTTPS_PROXY: 'http://127.0.0.1:3128', NO_PROXY: 'localhost' };
    assert.deepEqual(readTelegramSettings(env)?.proxy, {
      HTTPS_PROXY: 'http://127.0.0.1:3128',
      NO_PROXY: 'localhost',
    });
  });

  test('rich messages are an option', () => {
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
      'an address that is none',
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
      'a word for rich messages that is neither yes nor no',
      { TELEGRAM_TOKEN, TELEGRAM_RICH: 'true' },
      /TELEGRAM_RICH must be yes or no/,
    ],
    [
      'a proxy of another kind',
      { TELEGRAM_TOKEN, HTTPS_PROXY: 'socks5://127.0.0.1:1' },
      /HTTPS_PROXY/,
    ],
  ];
  for (const [what, env, says] of mistakes) {
    test(`${what} is refused with its cure, and the token is not repeated`, () => {
      assert.throws(
        () => readTelegramSettings(env),
        (error: unknown) =>
          error instanceof ConfigError &&
          says.test(error.message) &&
          !error.message.includes('secret'),
      );
    });
  }
});
