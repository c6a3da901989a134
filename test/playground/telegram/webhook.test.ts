import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { describe, type TestContext, test } from 'node:test';
import type { LocalTelegram } from '../../../playground/telegram/index.ts';
import { closeServer } from '../../../src/lib/web/close-server.ts';
import { eventually } from '../../helpers/eventually.ts';
import { createFakeClock, type FakeClock } from '../../helpers/fake-clock.ts';
import { call, callOk, callRefused, startTelegramForTest, takeUpdates } from './local-telegram.ts';

/** What https://core.telegram.org/bots/api#setwebhook and WebhookActor.cpp of tdlib/telegram-bot-api say. */
const refusals: readonly (readonly [string, RegExp])[] = [
  ['nonsense', /invalid webhook URL/],
  ['http://a.example/hook', /An HTTPS URL must be provided/],
  ['https://a.example:8444/hook', /only on ports 80, 88, 443 or 8443/],
  ['https://127.0.0.1/hook', /IP address 127.0.0.1 is reserved/],
  ['https://[2001:db8::1]/hook', /IPv6-only/],
];

interface Delivered {
  readonly text: string;
  readonly headers: IncomingHttpHeaders;
  answer(status: number, headers?: Readonly<Record<string, string>>): void;
}

interface StartOptions {
  readonly clock?: FakeClock;
  readonly secret_token?: string;
  readonly max_connections?: number;
}

/** A local Telegram whose bot has a webhook, and the requests that it got. The first message is delivered. */
async function start(t: TestContext, { clock, ...params }: StartOptions = {}) {
  const requests: Delivered[] = [];
  const server = createServer(async (request, response: ServerResponse) => {
    const { message } = (await json(request)) as { readonly message: { readonly text: string } };
    const answer: Delivered['answer'] = (status, headers = {}) =>
      void response.writeHead(status, headers).end();
    requests.push({ text: message.text, headers: request.headers, answer });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => closeServer(server));

  const local = await startTelegramForTest(t, { isLocalMode: true, ...(clock && { clock }) });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  await callOk(local, 'setWebhook', { url, ...params });
  const texts = () => requests.map(({ text }) => text);
  const next = async (count: number): Promise<Delivered> => {
    await eventually(`${count} requests`, () => requests.length >= count);
    const request = requests[count - 1];
    assert.ok(request);
    return request;
  };
  return { local, texts, next };
}

const pending = async (local: LocalTelegram) =>
  (await callOk(local, 'getWebhookInfo')).pending_update_count;

describe('setWebhook', () => {
  test('refuses what the real one refuses, also where secrets have other characters', async (t) => {
    const local = await startTelegramForTest(t);
    for (const [url, reason] of refusals)
      assert.match(await callRefused(local, 'setWebhook', { url }), reason);
    const url = 'https://a.example/hook';
    assert.match(
      await callRefused(local, 'setWebhook', { url, secret_token: 'a b' }),
      /unallowed characters/,
    );
    assert.match(
      await callRefused(local, 'setWebhook', { url, secret_token: 'x'.repeat(257) }),
      /too long/,
    );
    assert.equal((await callOk(local, 'getWebhookInfo')).url, '');
  });

  test('ends a long poll with a conflict, and keeps what waits', async (t) => {
    const local = await startTelegramForTest(t);
    await takeUpdates(local);
    const polled = call(local, 'getUpdates', { timeout: 30 });
    await eventually('the poller', () => local.isOnline());
    let isOver = false;
    void polled.then(() => {
      isOver = true;
    });
    // The long poll may arrive after the first of these calls.
    await eventually('the end of the poll', async () => {
      await callOk(local, 'setWebhook', { url: 'https://a.example/hook' });
      return isOver;
    });
    assert.match((await polled).description ?? '', /terminated by setWebhook request/);
  });
});

describe('a webhook', () => {
  test('gets each update with its secret until it answers 2xx, and keeps the order of a chat', async (t) => {
    const clock = createFakeClock();
    const { local, texts, next } = await start(t, { clock, secret_token: 'hush' });
    await local.say({ roomId: local.me.id, text: 'second' });
    const first = await next(1);
    assert.equal(first.headers['x-telegram-bot-api-secret-token'], 'hush');
    assert.equal(first.headers['content-type'], 'application/json');
    first.answer(503);

    // The first repetition comes at once, the next ones after 2 s and 4 s.
    (await next(2)).answer(500);
    await eventually('a pause', () => clock.pending > 0);
    assert.deepEqual(texts(), ['first', 'first']);
    await clock.advance(2_000);
    (await next(3)).answer(200);
    (await next(4)).answer(204);
    await eventually('the last answer', () => texts().length === 4);
    assert.deepEqual(texts(), ['first', 'first', 'first', 'second']);
    const { last_error_message: error } = await callOk(local, 'getWebhookInfo');
    assert.match(error, /^Wrong response from the webhook: 500 Internal Server Error$/);
    await eventually('an empty queue', async () => (await pending(local)) === 0);
  });

  test('is asked again after the time that it names', async (t) => {
    const clock = createFakeClock();
    const { texts, next } = await start(t, { clock });
    (await next(1)).answer(503, { 'retry-after': '7' });
    await eventually('a pause', () => clock.pending > 0);
    await clock.advance(6_900);
    assert.equal(texts().length, 1);
    await clock.advance(100);
    (await next(2)).answer(200);
  });

  test('gets at most as many at the same time as it wants, of chats that do not wait for each other', async (t) => {
    const { local, texts, next } = await start(t, { max_connections: 2 });
    const robin = local.people().find(({ name }) => name === 'Robin');
    assert.ok(robin);
    await local.say({ roomId: local.me.id, authorId: robin.id, text: 'of Robin' });
    await next(2);
    await local.say({ roomId: '-1002100000001', text: '@parley_bot of friends' });
    assert.equal(await pending(local), 3);
    assert.deepEqual(texts(), ['first', 'of Robin']);
    (await next(1)).answer(200);
    assert.equal((await next(3)).text, '@parley_bot of friends');
    (await next(2)).answer(200);
    (await next(3)).answer(200);
  });

  test('loses an update that it has not taken within a day', async (t) => {
    const clock = createFakeClock();
    const { local, next } = await start(t, { clock });
    (await next(1)).answer(500);
    (await next(2)).answer(500);
    await eventually('a pause', () => clock.pending > 0);
    await callOk(local, 'setWebhook', { url: 'http://a.example/hook' });
    await clock.advance(25 * 3_600_000);
    assert.equal(await pending(local), 0);
  });
});
