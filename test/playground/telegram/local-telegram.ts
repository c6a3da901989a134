import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import {
  type LocalTelegram,
  type LocalTelegramOptions,
  startLocalTelegram,
} from '../../../playground/telegram/index.ts';

/** The body of an answer of the Bot API. */
export interface ApiBody {
  readonly ok: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: each method's result has another shape, and each test reads the one that it expects.
  readonly result?: any;
  readonly error_code?: number;
  readonly description?: string;
  readonly parameters?: Readonly<Record<string, number>>;
}

export const FRIENDS = -1_002_100_000_001;
export const WORKSHOP = -1_002_100_000_002;
export const IDEAS = 2;

/** Limits without the pace of one message per second, which most tests are not about. */
export const UNPACED = {
  chat: { calls: 1000, windowMs: 1, burst: 1000 },
  group: { calls: 1000, windowMs: 1 },
  overall: { calls: 1000, windowMs: 1 },
};

/** Starts a local Telegram that stops with the test. `me` has written to the bot already. */
export async function startTelegramForTest(
  t: TestContext,
  options: LocalTelegramOptions = {},
): Promise<LocalTelegram> {
  const local = await startLocalTelegram({ ...options, limits: { ...UNPACED, ...options.limits } });
  t.after(() => local.stop());
  await local.say({ roomId: local.me.id, text: 'first' });
  return local;
}

/** Calls a method. */
export async function call(
  local: LocalTelegram,
  method: string,
  params: object = {},
): Promise<ApiBody> {
  const response = await fetch(`${local.apiUrl}/bot${local.token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  });
  const body = (await response.json()) as ApiBody;
  assert.equal(response.status, body.ok ? 200 : body.error_code);
  return body;
}

/** Calls a method that must succeed, and returns its result. */
export async function callOk(local: LocalTelegram, method: string, params: object = {}) {
  const body = await call(local, method, params);
  assert.ok(body.ok, `${method}: ${body.description}`);
  return body.result;
}

/** Calls a method that must be refused, and returns the description. */
export async function callRefused(
  local: LocalTelegram,
  method: string,
  params: object = {},
): Promise<string> {
  const body = await call(local, method, params);
  assert.equal(body.ok, false, `${method} was not refused`);
  return body.description ?? '';
}

/** Sends a message of the bot to `me`. */
export const sendToMe = (local: LocalTelegram, params: object) =>
  callOk(local, 'sendMessage', { chat_id: local.me.id, ...params });

/** Fetches and confirms the updates that wait for the bot. */
export async function takeUpdates(local: LocalTelegram, params: object = {}) {
  const updates = await callOk(local, 'getUpdates', params);
  const last = updates.at(-1);
  if (last) await callOk(local, 'getUpdates', { offset: last.update_id + 1 });
  return updates;
}
