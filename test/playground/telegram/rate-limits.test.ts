import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../../playground/telegram/api-error.ts';
import {
  scaleLimits,
  TELEGRAM_LIMITS,
  type TelegramLimits,
} from '../../../playground/telegram/limits.ts';
import { type CallKind, createRateLimits } from '../../../playground/telegram/rate-limits.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { call, FRIENDS, startTelegramForTest, WORKSHOP } from './local-telegram.ts';

const DIRECT = { id: 1, isGroup: false };
const GROUP = { id: -1, isGroup: true };

function limiter(limits: TelegramLimits = TELEGRAM_LIMITS) {
  const clock = createFakeClock();
  const rates = createRateLimits(limits, clock);
  /** The `retry_after` of a refusal. 0: the call was allowed. */
  const spend = (chat = DIRECT, spending: CallKind = 'write') => {
    try {
      rates.spend(spending, chat);
      return 0;
    } catch (error) {
      return error instanceof ApiError ? (error.parameters?.retry_after ?? -1) : -1;
    }
  };
  return { clock, spend };
}

test('a chat takes one write per second after a small burst', async () => {
  const { clock, spend } = limiter();
  assert.deepEqual([spend(), spend(), spend()], [0, 0, 0]);
  for (let second = 0; second < 100; second += 1) {
    await clock.advance(1000);
    assert.equal(spend(), 0);
  }
  assert.equal(spend(), 3);
});

test('the penalty of one chat does not affect other chats', () => {
  const { spend } = limiter();
  for (let call = 0; call < 4; call += 1) spend();
  assert.ok(spend() > 0);
  assert.equal(spend({ id: 2, isGroup: false }), 0);
});

test('a group takes twenty writes in any minute', async () => {
  const { clock, spend } = limiter();
  for (let write = 0; write < 20; write += 1) {
    assert.equal(spend(GROUP), 0);
    await clock.advance(1000);
  }
  assert.equal(spend(GROUP), 40);

  await clock.advance(40_000);
  assert.equal(spend(GROUP), 0);
  assert.ok(spend(GROUP) > 0);
});

test('all chats together take thirty writes per second', async () => {
  const { clock, spend } = limiter();
  for (let chat = 0; chat < 30; chat += 1) assert.equal(spend({ id: chat, isGroup: false }), 0);
  assert.equal(spend({ id: 31, isGroup: false }), 3);

  await clock.advance(3000);
  assert.equal(spend({ id: 31, isGroup: false }), 0);
});

test('typing and drafts have separate limits: 20 in 5 s and 40 in 30 s', async () => {
  const { clock, spend } = limiter();
  for (let action = 0; action < 20; action += 1) assert.equal(spend(DIRECT, 'activity'), 0);
  assert.equal(spend(DIRECT, 'activity'), 5);
  assert.equal(spend(DIRECT, 'write'), 0);

  await clock.advance(5000);
  for (let action = 0; action < 20; action += 1) assert.equal(spend(DIRECT, 'activity'), 0);
  await clock.advance(5000);
  assert.equal(spend(DIRECT, 'activity'), 20);
});

test('a call during a penalty makes it longer', async () => {
  const { clock, spend } = limiter();
  for (let call = 0; call < 3; call += 1) spend();
  assert.deepEqual([spend(), spend(), spend()], [3, 8, 13]);

  await clock.advance(12_999);
  assert.equal(spend(), 6);

  await clock.advance(6000);
  assert.equal(spend(), 0);
});

test('a clock that is set back takes no calls away', () => {
  let now = 1_000_000;
  const rates = createRateLimits(TELEGRAM_LIMITS, { now: () => now, after: () => () => {} });
  rates.spend('write', DIRECT);
  now -= 10_000;
  rates.spend('write', DIRECT);
});

test('scaled limits allow the same number of calls, and ask to wait fractions of a second', async () => {
  const { clock, spend } = limiter(scaleLimits(0.01));
  for (let call = 0; call < 3; call += 1) assert.equal(spend(), 0);
  assert.equal(spend(), 0.03);

  await clock.advance(30);
  assert.equal(spend(), 0);
});

test('over HTTP a refused call gets a 429 with the time to wait, and has no effect', async (t) => {
  const chat = { calls: 1, windowMs: 1000, burst: 2 };
  const local = await startTelegramForTest(t, { clock: createFakeClock(), limits: { chat } });
  const send = { chat_id: FRIENDS, text: 'same' };
  const sent = await call(local, 'sendMessage', send);
  const edit = { chat_id: FRIENDS, message_id: sent.result.message_id, text: 'same' };
  assert.equal((await call(local, 'editMessageText', edit)).error_code, 400);

  const refusal = await call(local, 'editMessageText', { ...edit, text: 'other' });
  assert.deepEqual(refusal, {
    ok: false,
    error_code: 429,
    description: 'Too Many Requests: retry after 3',
    parameters: { retry_after: 3 },
  });
  assert.equal(local.history(`${FRIENDS}`).at(-1)?.text, 'same');
  assert.deepEqual(
    local.controls.calls.map(({ method, chatId, ok, code }) => [method, chatId, ok, code]),
    [
      ['sendMessage', `${FRIENDS}`, true, 200],
      ['editMessageText', `${FRIENDS}`, false, 400],
      ['editMessageText', `${FRIENDS}`, false, 429],
    ],
  );
});

test('all topics of a forum share its limit', async (t) => {
  const chat = { calls: 1, windowMs: 1000, burst: 2 };
  const local = await startTelegramForTest(t, { clock: createFakeClock(), limits: { chat } });
  const codes: unknown[] = [];
  for (const message_thread_id of [undefined, 2, 3]) {
    codes.push(
      (await call(local, 'sendMessage', { chat_id: WORKSHOP, message_thread_id, text: 'x' }))
        .error_code,
    );
  }
  assert.deepEqual(codes, [undefined, undefined, 429]);
});

test('the fullest windows are measured, whoever makes the calls', async () => {
  const clock = createFakeClock();
  const rates = createRateLimits(TELEGRAM_LIMITS, clock);
  for (let chat = 1; chat <= 20; chat += 1) {
    rates.spend('write', { id: -chat, isGroup: true });
    await clock.advance(60);
  }
  await clock.advance(1_000);
  rates.spend('write', GROUP);
  // 60 ms apart, 17 lie within a second; a window does not contain its end.
  assert.deepEqual(rates.fullestWindows(), {
    overall: { calls: 17, limit: 30 },
    group: { calls: 2, limit: 20 },
  });
});
