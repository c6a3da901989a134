import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { LocalDiscordOptions } from '../../../playground/discord/index.ts';
import { startLocalDiscord } from '../../../playground/discord/index.ts';
import type { LocalDiscord } from '../../../playground/discord/local-discord.ts';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed; `undefined` without a body. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever shape they expect, and fail where it differs.
  readonly body: any;
}

export interface RawDiscord {
  readonly local: LocalDiscord;
  readonly general: string;
  readonly direct: string;
  readonly thread: string;
  readonly serverId: string;
  readonly robin: string;
  /** A request as any HTTP client makes it, below `/api/v10`. */
  rest(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<RawAnswer>;
  /** Sends a message as the bot, and gives it. */
  send(message: object, roomId?: string): Promise<RawAnswer['body']>;
}

/** A local Discord that ends with the test, and a client without any library. */
export async function startRawDiscord(
  t: TestContext,
  options: LocalDiscordOptions = {},
): Promise<RawDiscord> {
  const local = await startLocalDiscord(options);
  t.after(() => local.stop());
  const room = (find: (room: ReturnType<LocalDiscord['rooms']>[number]) => boolean) =>
    local.rooms().find(find)?.id ?? '';
  const general = room(({ name }) => name === 'general');

  const rest: RawDiscord['rest'] = async (method, path, body, headers = {}) => {
    const isPlain = typeof body === 'string' || body instanceof FormData;
    const response = await fetch(`${local.apiUrl}/v10${path}`, {
      method,
      headers: {
        authorization: `Bot ${local.token}`,
        ...(body !== undefined &&
          !(body instanceof FormData) && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isPlain ? body : JSON.stringify(body) }),
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
    direct: room(({ kind }) => kind === 'direct'),
    thread: room(({ kind }) => kind === 'thread'),
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
