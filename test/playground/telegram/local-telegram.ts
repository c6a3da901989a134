import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import {
  type LocalTelegram,
  type LocalTelegramOptions,
  startLocalTelegram,
} from '../../../playground/telegram/index.ts';

/** As the Bot API answers. */
export interface Body {
  readonly ok: boolean;
  // The result of each method has another shape, and the tests look into all of them.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly result?: any;
  readonly error_code?: number;
  readonly description?: string;
  readonly parameters?: Readonly<Record<string, number>>;
}

export const FRIENDS = -1_002_100_000_001;
export const WORKSHOP = -1_002_100_000_002;
export const IDEAS = 2;

/** Without the pace of one message per second, which is not what most tests are about. */
export const UNPACED = {
  chat: { calls: 1000, windowMs: 1, burst: 1000 },
  group: { calls: 1000, windowMs: 1 },
  overall: { calls: 1000, windowMs: 1 },
};

/** Ends with the test. In all rooms the people have written already. */
export async function localTelegram(
  t: TestContext,
  options: LocalTelegramOptions = {},
): Promise<LocalTelegram> {
  const local = await startLocalTelegram({ ...options, limits: { ...UNPACED, ...options.limits } });
  t.after(() => local.stop());
  await local.say({ roomId: local.me.id, text: 'first' });
  return local;
}

export async function call(
  local: LocalTelegram,
  method: string,
  params: object = {},
): Promise<Body> {
  const response = await fetch(`${local.apiUrl}/bot${local.token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  });
  const body = (await response.json()) as Body;
  assert.equal(response.status, body.ok ? 200 : body.error_code);
  return body;
}

/** The result of a call that must succeed. */
export async function done(local: LocalTelegram, method: string, params: object = {}) {
  const body = await call(local, method, params);
  assert.ok(body.ok, `${method}: ${body.description}`);
  return body.result;
}

/** The description of a call that must be refused. */
export async function refused(
  local: LocalTelegram,
  method: string,
  params: object = {},
): Promise<string> {
  const body = await call(local, method, params);
  assert.equal(body.ok, false, `${method} was not refused`);
  return body.description ?? '';
}

export const sendToMe = (local: LocalTelegram, params: object) =>
  done(local, 'sendMessage', { chat_id: local.me.id, ...params });

/** What waits for the bot, all of it confirmed. */
export async function takeUpdates(local: LocalTelegram, params: object = {}) {
  const updates = await done(local, 'getUpdates', params);
  const last = updates.at(-1);
  if (last) await done(local, 'getUpdates', { offset: last.update_id + 1 });
  return updates;
}
