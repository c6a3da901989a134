import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { startLocalTelegram } from '../../../../playground/telegram/index.ts';
import { systemClock } from '../../../../src/lib/clock.ts';
import type { Env } from '../../../../src/lib/env.ts';
import { silentLog } from '../../../../src/lib/log.ts';
import { webhookAddress } from '../../../../src/platforms/telegram/connection/webhook-address.ts';
import { createTelegram } from '../../../../src/platforms/telegram/index.ts';
import { findFreePort } from '../../../helpers/free-port.ts';
import { createTelegramProcess } from '../process.ts';

/** A local Telegram, and the check of a bot there. */
async function start(t: TestContext) {
  const telegram = await startLocalTelegram({ isLocalMode: true });
  t.after(() => telegram.stop());
  const check = async (
    token = telegram.token,
    signal = new AbortController().signal,
    variables: Env = {},
  ) => {
    const env = { TELEGRAM_TOKEN: token, TELEGRAM_API_URL: telegram.apiUrl, ...variables };
    const platform = createTelegram({ env, clock: systemClock, log: silentLog, commands: [] });
    try {
      return (await platform?.check?.(signal)) ?? [];
    } finally {
      await platform?.stop();
    }
  };
  return { telegram, check };
}

describe('checkTelegram', () => {
  test('reports the bot of the token, and how to switch privacy mode off', async (t) => {
    const { telegram, check } = await start(t);
    const [token, privacy, guests, updates] = await check();
    assert.match(token?.result ?? '', /@\w+/);
    assert.equal(privacy?.state, 'note');
    assert.match(privacy?.cure ?? '', /BotFather.*\/setprivacy/);
    assert.match(guests?.result ?? '', /is off: people cannot mention the bot/);
    assert.match(guests?.cure ?? '', /BotFather/);
    assert.equal(updates?.state, 'good');

    telegram.controls.setPrivacy(false);
    telegram.controls.setGuestMode(true);
    assert.deepEqual(
      (await check()).map(({ state }) => state),
      ['good', 'good', 'good', 'good'],
    );
  });

  test('changes nothing: it fetches no updates, registers no commands and removes no webhook', async (t) => {
    const { telegram, check } = await start(t);
    await fetch(`${telegram.apiUrl}/bot${telegram.token}/setWebhook?url=https://example.org/hook`);
    const before = telegram.controls.calls.length;
    const updates = (await check()).find(({ subject }) => subject === 'updates');
    assert.equal(updates?.state, 'note');
    assert.match(updates?.result ?? '', /webhook/);
    assert.deepEqual(
      telegram.controls.calls.slice(before).map(({ method }) => method),
      ['getMe', 'getWebhookInfo'],
    );
  });

  test('says whether the webhook takes the updates, and why Telegram cannot deliver them', async (t) => {
    const { telegram, check } = await start(t);
    const port = await findFreePort();
    const host = `127.0.0.1:${port}`;
    const settings = { url: `http://${host}/hook`, secret: 'a-secret' };
    const variables = {
      TELEGRAM_WEBHOOK_URL: settings.url,
      TELEGRAM_WEBHOOK_SECRET: settings.secret,
    };
    const look = async () =>
      (await check(undefined, undefined, variables)).find(({ subject }) => subject === 'updates');
    assert.equal((await look())?.result, `Telegram does not deliver the updates to ${host} yet.`);

    const set = (url: string) =>
      fetch(`${telegram.apiUrl}/bot${telegram.token}/setWebhook?url=${encodeURIComponent(url)}`);
    await set('https://elsewhere.example/hidden');
    const foreign = await look();
    assert.match(foreign?.result ?? '', /webhook at elsewhere\.example takes the updates/);
    assert.ok(!foreign?.result.includes('hidden'));

    await set(webhookAddress(settings, 7_000_000_001).url);
    assert.deepEqual(await look(), {
      state: 'good',
      subject: 'updates',
      result: `Telegram delivers them to ${host}. Waiting there: 0.`,
    });
    await telegram.say({ roomId: telegram.me.id, text: 'Hi' });
    const troubled = await look();
    assert.equal(troubled?.state, 'bad');
    assert.match(troubled?.result ?? '', /cannot deliver.*waiting: 1\): Connection refused/);
    const answer = (await check(undefined, undefined, variables)).at(-1);
    assert.match(answer?.result ?? '', /does not answer, as seen from here/);

    const running = createTelegramProcess(telegram, {
      ...variables,
      TELEGRAM_WEBHOOK_PORT: String(port),
    });
    t.after(() => running.platform.stop());
    await running.start();
    const [updates, reached] = (await check(undefined, undefined, variables)).slice(-2);
    assert.equal(reached?.result, `Parley answers at ${host}, as seen from here.`);
    assert.equal(updates?.subject, 'updates');
  });

  test('refuses a wrong token with a ConfigError that does not show it', async (t) => {
    const { check } = await start(t);
    await assert.rejects(check('123:wrong'), (error: Error) => {
      assert.equal(error.name, 'ConfigError');
      assert.match(error.message, /TELEGRAM_TOKEN.*BotFather/);
      return !error.message.includes('123:wrong');
    });
  });

  test('ends when its signal aborts', async (t) => {
    const { telegram, check } = await start(t);
    telegram.controls.faults.next('getMe', { hang: true });
    await assert.rejects(check(telegram.token, AbortSignal.timeout(50)), {
      name: 'PlatformError',
      kind: 'canceled',
    });
  });
});
