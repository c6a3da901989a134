import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import {
  type LocalTelegramOptions,
  scaleLimits,
  startLocalTelegram,
} from '../../../playground/telegram/index.ts';
import { ConfigError, StoreError } from '../../../src/errors.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { planBots } from '../../../src/platforms/plan-bots.ts';
import { createTelegram } from '../../../src/platforms/telegram/index.ts';
import { eventually } from '../../helpers/eventually.ts';
import { findFreePort } from '../../helpers/free-port.ts';
import { createTelegramProcess } from './process.ts';
import { startRoundRobin } from './round-robin.ts';
import { createSharedFleet } from './shared-fleet.ts';

const SECRET = 'a-secret_of-the-webhook';

/** A local Telegram, and processes of its bot behind a load balancer. */
async function start(t: TestContext, options: LocalTelegramOptions = {}) {
  const ports = [await findFreePort(), await findFreePort()] as const;
  const balancer = await startRoundRobin(t, ports);
  const limits = scaleLimits(0.001);
  const telegram = await startLocalTelegram({ limits, isLocalMode: true, ...options });
  t.after(() => telegram.stop());
  const envOf = (port: number) => ({
    TELEGRAM_WEBHOOK_URL: `${balancer.url}/telegram/`,
    TELEGRAM_WEBHOOK_SECRET: SECRET,
    TELEGRAM_WEBHOOK_PORT: String(port),
  });
  const processes = ports.map((port) => {
    const created = createTelegramProcess(telegram, envOf(port));
    t.after(() => created.platform.stop());
    return created;
  });
  const [first, second] = processes;
  assert.ok(first && second);
  const say = (words: string, authorId?: string) =>
    telegram.say({ roomId: telegram.me.id, text: words, ...(authorId && { authorId }) });
  const texts = () => processes.flatMap((each) => each.texts());
  const callsOf = (name: string) =>
    telegram.controls.calls.filter(({ method }) => method === name).length;
  const webhook = async () => {
    const response = await fetch(`${telegram.apiUrl}/bot${telegram.token}/getWebhookInfo`);
    return ((await response.json()) as { readonly result: Readonly<Record<string, unknown>> })
      .result;
  };
  return { telegram, balancer, ports, envOf, first, second, say, texts, callsOf, webhook };
}

describe('a webhook of several processes', () => {
  test('is set once, and its updates reach each of them, also when one stops', async (t) => {
    const { telegram, balancer, first, second, say, texts, callsOf, webhook } = await start(t);
    await say('before the start');
    const fleet = await createSharedFleet(t);
    await Promise.all([first.start(fleet.join()), second.start(fleet.join())]);
    await eventually('the first message', () => texts().length === 1);
    const { url, max_connections, allowed_updates } = await webhook();
    assert.match(String(url), /\/telegram\/7000000001\/[0-9a-f]{16}$/);
    assert.equal(max_connections, 100);
    assert.ok(Array.isArray(allowed_updates) && allowed_updates.includes('callback_query'));

    const words = Array.from({ length: 6 }, (_, index) => `message ${index}`);
    for (const each of words) await say(each);
    await eventually('all messages', () => texts().length === 7);
    assert.ok(first.texts().length > 0 && second.texts().length > 0);
    assert.ok(balancer.counts.every((count) => count >= 3));

    await first.platform.stop();
    await say('after the end of one');
    await eventually('the last message', () => second.texts().includes('after the end of one'));
    assert.equal(texts().length, 8);
    assert.equal(callsOf('setWebhook'), 1);
    assert.equal(callsOf('deleteWebhook') + callsOf('getUpdates'), 0);
    assert.equal((await webhook()).url, url);
    assert.ok(telegram.isOnline());
    const lines = [...first.lines, ...second.lines];
    assert.ok(lines.every((line) => !line.includes(SECRET) && !line.includes(telegram.token)));
  });

  test('gets an update again until it is stored, and hands it over once', async (t) => {
    const { first, second, say, texts, webhook } = await start(t);
    await Promise.all([first.start(), second.start()]);
    for (const each of [first, second]) each.failWith(new StoreError('full', { kind: 'full' }));
    await say('kept');
    await eventually('a refused delivery', async () =>
      /503 Service Unavailable/.test(String((await webhook()).last_error_message)),
    );
    assert.deepEqual(texts(), []);

    for (const each of [first, second]) each.failWith(undefined);
    await eventually('the message', () => texts().length > 0);
    await say('next');
    await eventually('the next message', () => texts().includes('next'));
    assert.deepEqual(texts().toSorted(), ['kept', 'next']);
  });

  test('carries the id of each update along, so that a repetition is known', async (t) => {
    const { telegram, first, second, say } = await start(t);
    await first.start();
    await say('once');
    await eventually('the message', () => first.events.length === 1);
    const { updateId } = (first.events[0]?.carried ?? {}) as { readonly updateId?: number };
    assert.ok(Number.isInteger(updateId));
    telegram.controls.redeliver(Number(updateId));
    await say('twice');
    await eventually('the other message', () => first.texts().includes('twice'));
    assert.deepEqual(first.texts(), ['once', 'twice']);
    await second.platform.stop();
  });
});

describe('the server of a webhook', () => {
  test('refuses all but Telegram, and tells strangers nothing', async (t) => {
    const { ports, first, texts, webhook } = await start(t);
    await first.start();
    const path = new URL(String((await webhook()).url)).pathname;
    const own = `http://127.0.0.1:${ports[0]}`;
    const post = (url: string, headers: Record<string, string>, body: string, method = 'POST') =>
      fetch(url, { method, headers, ...(method === 'POST' && { body }) });
    const json = { 'content-type': 'application/json' };
    const known = { ...json, 'x-telegram-bot-api-secret-token': SECRET };
    const update = '{"update_id":1}';

    // As the check of the own address asks.
    assert.equal((await post(`${own}${path}`, {}, '')).status, 401);
    assert.ok(!first.lines.some((line) => /without the secret/.test(line)));
    const answers = [
      await post(`${own}${path}`, json, update),
      await post(`${own}${path}`, { ...known, 'x-telegram-bot-api-secret-token': 'x' }, update),
      await post(`${own}/telegram/7000000001`, known, update),
      await post(`${own}${path}/`, known, update),
      await post(`${own}${path}`, known, '', 'GET'),
      await post(`${own}${path}`, known, 'no json'),
      await post(`${own}${path}`, { ...known, 'content-type': 'text/plain' }, update),
      await post(`${own}${path}`, known, `"${'x'.repeat(3 * 1024 * 1024)}"`),
      await post(`${own}${path}?a=b`, known, update),
    ];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [401, 401, 404, 404, 405, 400, 415, 413, 200],
    );
    for (const answer of answers) assert.equal(await answer.text(), '');
    assert.deepEqual(texts(), []);
    assert.equal(first.lines.filter((line) => /without the secret/.test(line)).length, 2);
    assert.equal(first.lines.filter((line) => /^warn.*without the secret/.test(line)).length, 1);
  });

  test('is one for several bots, each with a path of its own', async (t) => {
    const { telegram, envOf, ports } = await start(t, { moreBots: ['Memes'] });
    const [memes] = telegram.moreBots;
    assert.ok(memes);
    const env = {
      ...envOf(ports[0]),
      TELEGRAM_API_URL: telegram.apiUrl,
      TELEGRAM_TOKEN: telegram.token,
      TELEGRAM_TOKENS: `memes=${memes.token}`,
      // Without the load balancer: the other process does not run.
      TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${ports[0]}/hook`,
    };
    const parts = { env, clock: systemClock, log: silentLog, commands: [] };
    const came: string[] = [];
    for (const build of planBots('telegram', createTelegram, parts)) {
      const platform = build();
      assert.ok(platform);
      t.after(() => platform.stop());
      await platform.start({
        complete: async () => [],
        async accept(event) {
          if (event.kind === 'message') came.push(`${platform.name}: ${event.message.text}`);
        },
      });
    }
    await telegram.say({ roomId: telegram.me.id, text: 'to Parley' });
    await memes.say({ roomId: telegram.me.id, text: 'to Memes' });
    await eventually('both messages', () => came.length === 2);
    assert.deepEqual(came.toSorted(), ['telegram: to Parley', 'telegram@memes: to Memes']);
  });
});

describe('the start of a webhook', () => {
  test('fails with the reason of Telegram and a cure where Telegram refuses the address', async (t) => {
    const { first } = await start(t, { isLocalMode: false });
    await assert.rejects(
      first.start(),
      (error: unknown) =>
        error instanceof ConfigError && /HTTPS URL.*TELEGRAM_WEBHOOK_URL/.test(error.message),
    );
  });

  test('fails where another program has the port, and works once it is free', async (t) => {
    const { telegram, envOf, ports, first } = await start(t);
    await first.start();
    const other = createTelegramProcess(telegram, envOf(ports[0]));
    t.after(() => other.platform.stop());
    await assert.rejects(other.start(), {
      name: 'PlatformError',
      message: /TELEGRAM_WEBHOOK_PORT: another program listens on port/,
    });
    await first.platform.stop();
    await other.start();
  });

  test('takes the place of another webhook, says so, and never shows its path', async (t) => {
    const { telegram, first, callsOf } = await start(t);
    const url = `https://elsewhere.example/${telegram.token}`;
    await fetch(`${telegram.apiUrl}/bot${telegram.token}/setWebhook?url=${url}`);
    await first.start();
    assert.equal(callsOf('setWebhook'), 2);
    const warnings = first.lines.filter((line) => /webhook of another service/.test(line));
    assert.match(warnings.join(), /elsewhere\.example/);
    assert.ok(first.lines.every((line) => !line.includes(telegram.token)));
  });

  test('sets another address when the secret has changed', async (t) => {
    const { telegram, envOf, ports, first, second, callsOf, webhook } = await start(t);
    await first.start();
    const { url } = await webhook();
    await first.platform.stop();
    await second.start();
    assert.equal(callsOf('setWebhook'), 1);
    const changed = { ...envOf(ports[0]), TELEGRAM_WEBHOOK_SECRET: 'another' };
    const third = createTelegramProcess(telegram, changed);
    t.after(() => third.platform.stop());
    await third.start();
    assert.equal(callsOf('setWebhook'), 2);
    assert.notEqual((await webhook()).url, url);
  });
});
