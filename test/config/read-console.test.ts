import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConsole } from '../../src/config/read-console.ts';
import { ConfigError } from '../../src/errors.ts';

const PORT = { CONSOLE_PORT: '8420' };

test('without CONSOLE_PORT there is no console', () => {
  assert.equal(readConsole({}), undefined);
  assert.equal(readConsole({ CONSOLE_PORT: ' ', CONSOLE_TOKEN: '0123456789abcdef' }), undefined);
});

test('it listens on loopback, and shows no text, unless told otherwise', () => {
  assert.deepEqual(readConsole(PORT), { port: 8420, host: '127.0.0.1', showsText: false });
  assert.deepEqual(
    readConsole({
      ...PORT,
      CONSOLE_HOST: '0.0.0.0',
      CONSOLE_TOKEN: '0123456789abcdef',
      CONSOLE_URL: 'https://Parley.example.org/',
      CONSOLE_SHOWS_TEXT: 'yes',
    }),
    {
      port: 8420,
      host: '0.0.0.0',
      token: '0123456789abcdef',
      url: 'https://parley.example.org',
      showsText: true,
    },
  );
});

test('a wrong variable is named with its cure, and never shown', () => {
  const wrong: Readonly<Record<string, readonly string[]>> = {
    CONSOLE_PORT: ['0', '65536', '84.2', 'eighty', '-1', '0x50'],
    CONSOLE_HOST: ['0.0.0.0\r\nX: y', 'a b', 'http://127.0.0.1'],
    CONSOLE_TOKEN: ['short', 'x'.repeat(513)],
    CONSOLE_SHOWS_TEXT: ['true'],
    CONSOLE_URL: [
      'bot.example.net',
      'ftp://parley.example.org',
      'https://bot.example.net/console',
      'https://bot.example.net?x',
      'https://bot.example.net#x',
      'https://user:password@bot.example.net',
      'https://bot.example.net\r\nSet-Cookie: a=b',
      'https://bot.example.net\\@evil.example',
      'https://',
      'https://[::1',
      'javascript:alert(1)',
    ],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      assert.throws(
        () => readConsole({ ...PORT, [name]: value }),
        (error) =>
          error instanceof ConfigError &&
          error.message.startsWith(`${name}: must `) &&
          (value.length < 9 || !error.message.includes(value)),
        `${name}=${value}`,
      );
    }
  }
});
