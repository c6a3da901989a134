import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { WebhookInfo } from 'grammy/types';
import type { ConnectionState } from '../../../../src/contracts/platform.ts';
import { createWebhookWatch } from '../../../../src/platforms/telegram/connection/webhook-watch.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';
import { createRecordingLog } from '../../../helpers/recording-log.ts';

const URL_OF_BOT = 'https://bot.example.org/telegram/1/ab';
const START = 1_700_000_000;
const signal = new AbortController().signal;

function setUp() {
  const clock = createFakeClock(START * 1_000);
  const log = createRecordingLog();
  const states: ConnectionState[] = [];
  const set: string[] = [];
  let answer: Partial<WebhookInfo> | Error = {};
  const api = {
    async getWebhookInfo() {
      if (answer instanceof Error) throw answer;
      const usual = { url: URL_OF_BOT, has_custom_certificate: false, pending_update_count: 0 };
      return { ...usual, ...answer } as WebhookInfo;
    },
    async setWebhook(url: string) {
      set.push(url);
      return true as const;
    },
  };
  const watch = createWebhookWatch({
    ...{ api, url: URL_OF_BOT, secret: 's', clock, log },
    onConnection: (state) => void states.push(state),
  });
  async function look(next: typeof answer) {
    answer = next;
    await watch.look(signal);
    await clock.advance(120_000);
  }
  const failedAt = (seconds: number, pending = 3): Partial<WebhookInfo> => ({
    pending_update_count: pending,
    last_error_date: START + seconds,
    last_error_message: 'Wrong response from the webhook: 502 Bad Gateway',
  });
  return { look, failedAt, states, set, log };
}

describe('createWebhookWatch', () => {
  test('tells of deliveries that fail, with the cure, and of their end', async () => {
    const { look, failedAt, states, log } = setUp();
    await look({});
    assert.equal(states.length, 0);
    await look(failedAt(100));
    await look(failedAt(230, 5));
    assert.match(
      states[0]?.problem ?? '',
      /^Telegram cannot deliver updates to bot\.example\.org \(waiting: 3\): Wrong response.*502.*TELEGRAM_WEBHOOK_PORT/,
    );
    assert.match(states[1]?.problem ?? '', /waiting: 5/);
    // The same error as before: nothing has failed since.
    await look(failedAt(230, 1));
    assert.deepEqual(states.at(-1), { state: 'connected' });
    assert.ok(log.lines.some((line) => /^info telegram: webhook works again/.test(line)));
  });

  test('tells nothing of an old error, or of one after which everything was delivered', async () => {
    const { look, failedAt, states } = setUp();
    await look(failedAt(-3_600));
    await look(failedAt(110, 0));
    assert.equal(states.length, 0);
  });

  test('tells of updates that pile up without an error', async () => {
    const { look, states } = setUp();
    await look({ pending_update_count: 5_000 });
    await look({ pending_update_count: 4_000 });
    assert.equal(states.length, 0);
    await look({ pending_update_count: 4_100 });
    assert.match(states[0]?.problem ?? '', /^4100 updates wait.*Start more processes/);
  });

  test('sets a webhook again that somebody removed', async () => {
    const { look, states, set, log } = setUp();
    await look({ url: '' });
    assert.deepEqual(set, [URL_OF_BOT]);
    assert.equal(states.length, 0);
    assert.ok(log.lines.some((line) => /^warn telegram: somebody removed the webhook/.test(line)));
  });

  test('leaves a foreign webhook alone, and tells whose it is without its path', async () => {
    const { look, states, set } = setUp();
    await look({ url: 'https://elsewhere.example/bot1:hidden' });
    assert.deepEqual(set, []);
    assert.match(states[0]?.problem ?? '', /elsewhere\.example.*Stop the other service/);
    assert.doesNotMatch(states[0]?.problem ?? '', /hidden/);
  });

  test('tells that Telegram does not answer, and logs it once', async () => {
    const { look, states, log } = setUp();
    for (let time = 0; time < 3; time++) await look(new Error('ECONNRESET'));
    assert.match(states[0]?.problem ?? '', /did not answer getWebhookInfo/);
    assert.equal(log.lines.filter((line) => line.startsWith('warn')).length, 1);
    await look({});
    assert.deepEqual(states.at(-1), { state: 'connected' });
  });
});
