import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { startLocalTelegram } from '../../../../playground/telegram/index.ts';
import { systemClock } from '../../../../src/lib/clock.ts';
import { silentLog } from '../../../../src/lib/log.ts';
import { createTelegram } from '../../../../src/platforms/telegram/index.ts';

/** A local Telegram, and the check of a bot there. */
async function start(t: TestContext) {
  const telegram = await startLocalTelegram();
  t.after(() => telegram.stop());
  const check = async (token = telegram.token, signal = new AbortController().signal) => {
    const env = { TELEGRAM_TOKEN: token, TELEGRAM_API_URL: telegram.apiUrl };
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
