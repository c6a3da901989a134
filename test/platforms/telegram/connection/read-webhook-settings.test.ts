import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConfigError } from '../../../../src/errors.ts';
import { readWebhookSettings } from '../../../../src/platforms/telegram/connection/read-webhook-settings.ts';
import { webhookAddress } from '../../../../src/platforms/telegram/connection/webhook-address.ts';

const TELEGRAM_WEBHOOK_URL = 'https://bot.example.org/telegram';
const TELEGRAM_WEBHOOK_SECRET = 'a-hidden_value';
const TELEGRAM_API_URL = 'http://127.0.0.1:8081';
const given = { TELEGRAM_WEBHOOK_URL, TELEGRAM_WEBHOOK_SECRET };

describe('readWebhookSettings', () => {
  test('gives nothing without variables of the webhook', () => {
    assert.equal(readWebhookSettings({ TELEGRAM_WEBHOOK_URL: ' ' }), undefined);
    // As compose.scale.yaml sets them for those who may want a webhook.
    const listening = { TELEGRAM_WEBHOOK_HOST: '0.0.0.0', TELEGRAM_WEBHOOK_PORT: '8443' };
    assert.equal(readWebhookSettings(listening), undefined);
  });

  test('listens on this machine alone when only the address and the secret are set', () => {
    assert.deepEqual(readWebhookSettings(given), {
      url: TELEGRAM_WEBHOOK_URL,
      secret: TELEGRAM_WEBHOOK_SECRET,
      host: '127.0.0.1',
      port: 8443,
    });
  });

  test('takes the ports that Telegram calls, and everything else with a server of its own', () => {
    for (const port of ['443', '80', '88', '8443']) {
      const url = `https://bot.example.org:${port}/`;
      assert.ok(readWebhookSettings({ ...given, TELEGRAM_WEBHOOK_URL: url }));
    }
    const url = 'http://10.0.0.1:9000/a/';
    const own = { ...given, TELEGRAM_WEBHOOK_URL: url, TELEGRAM_API_URL };
    assert.equal(readWebhookSettings(own)?.url, 'http://10.0.0.1:9000/a');
  });

  const mistakes: readonly [string, Record<string, string>, RegExp][] = [
    [
      'an address without a secret',
      { TELEGRAM_WEBHOOK_URL },
      /SECRET is not.*openssl rand -hex 32/,
    ],
    ['a secret without an address', { TELEGRAM_WEBHOOK_SECRET }, /TELEGRAM_WEBHOOK_URL is not set/],
    ['http', { ...given, TELEGRAM_WEBHOOK_URL: 'http://bot.example.org' }, /begins with https:/],
    ['no address', { ...given, TELEGRAM_WEBHOOK_URL: 'bot.example.org' }, /begins with https:/],
    [
      'a port that Telegram does not call',
      { ...given, TELEGRAM_WEBHOOK_URL: 'https://bot.example.org:9000' },
      /port 9000.*443, 80, 88 and 8443/,
    ],
    [
      'a query',
      { ...given, TELEGRAM_WEBHOOK_URL: 'https://bot.example.org/?hidden=1' },
      /after \? or #/,
    ],
    [
      'a user',
      { ...given, TELEGRAM_WEBHOOK_URL: 'https://a:hidden@bot.example.org/' },
      /has a user/,
    ],
    [
      'a secret with a space',
      { ...given, TELEGRAM_WEBHOOK_SECRET: 'hidden value' },
      /A-Z, a-z, 0-9/,
    ],
    ['a long secret', { ...given, TELEGRAM_WEBHOOK_SECRET: 'hidden'.repeat(50) }, /1 to 256/],
    [
      'no port',
      { ...given, TELEGRAM_WEBHOOK_PORT: '70000' },
      /TELEGRAM_WEBHOOK_PORT must be a port/,
    ],
    ['no host', { ...given, TELEGRAM_WEBHOOK_HOST: 'a b' }, /TELEGRAM_WEBHOOK_HOST is not/],
  ];

  for (const [mistake, env, message] of mistakes) {
    test(`refuses ${mistake}, names the cure, and shows no secret`, () => {
      assert.throws(
        () => readWebhookSettings(env),
        (error: unknown) =>
          error instanceof ConfigError &&
          message.test(error.message) &&
          !error.message.includes('hidden'),
      );
    });
  }
});

test('each bot has an address of its own, which changes with the secret and shows neither it nor the token', () => {
  const settings = { url: TELEGRAM_WEBHOOK_URL, secret: TELEGRAM_WEBHOOK_SECRET };
  const addresses = [
    webhookAddress(settings, 1),
    webhookAddress(settings, 2),
    webhookAddress({ ...settings, secret: 'another' }, 1),
  ];
  assert.equal(new Set(addresses.map(({ path }) => path)).size, 3);
  for (const { url, path } of addresses) {
    assert.match(path, /^\/telegram\/[12]\/[0-9a-f]{16}$/);
    assert.equal(url, `https://bot.example.org${path}`);
  }
});
