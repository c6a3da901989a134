import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { LocalDiscordOptions } from '../../../playground/discord/index.ts';
import { startLocalDiscord } from '../../../playground/discord/index.ts';
import type { LocalDiscord } from '../../../playground/discord/local-discord.ts';

/** The answer to a REST request. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON; `undefined` for an empty body. */
  // biome-ignore lint/suspicious/noExplicitAny: each test reads the shape that it expects, and fails if it differs.
  readonly body: any;
}

/** A local Discord with the ids of its rooms, and a REST client. */
export interface RawDiscord {
  readonly local: LocalDiscord;
  readonly general: string;
  readonly direct: string;
  readonly thread: string;
  readonly serverId: string;
  readonly robin: string;
  /** Sends a REST request; `path` is below `/api/v10`. */
  rest(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<RawAnswer>;
  /** Sends a message as the bot, and returns it. */
  send(message: object, roomId?: string): Promise<RawAnswer['body']>;
}

/** Starts a local Discord that stops with the test, and a REST client without any library. */
export async function startRawDiscord(
  t: TestContext,
  options: LocalDiscordOptions = {},
): Promise<RawDiscord> {
  // Tests open several sessions at once. What this limit refuses is tested with shards.
  const limits = { identify: { calls: 100, windowMs: 5_000 }, ...options.limits };
  const local = await startLocalDiscord({ ...options, limits });
  t.after(() => local.stop());
  const findRoomId = (matches: (room: ReturnType<LocalDiscord['rooms']>[number]) => boolean) =>
    local.rooms().find(matches)?.id ?? '';
  const general = findRoomId(({ name }) => name === 'general');

  const rest: RawDiscord['rest'] = async (method, path, body, headers = {}) => {
    const isForm = body instanceof FormData;
    const isRaw = isForm || typeof body === 'string' || body === undefined;
    const contentType =
      body === undefined || isForm ? undefined : { 'content-type': 'application/json' };
    const response = await fetch(`${local.apiUrl}/v10${path}`, {
      method,
      headers: { authorization: `Bot ${local.token}`, ...contentType, ...headers },
      body: isRaw ? (body ?? null) : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
  };

  const guilds = (await rest('GET', '/users/@me/guilds')).body;
  return {
    local,
    general,
    direct: findRoomId(({ kind }) => kind === 'direct'),
    thread: findRoomId(({ kind }) => kind === 'thread'),
    serverId: guilds[0].id,
    robin: local.people().find(({ name }) => name === 'Robin')?.id ?? '',
    rest,
    async send(message, roomId = general) {
      const answer = await rest('POST', `/channels/${roomId}/messages`, message);
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
      return answer.body;
    },
  };
}
