import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { type WebSocket, WebSocketServer } from 'ws';
import { eventually } from '../../helpers/eventually.ts';

export interface Asked {
  readonly method: string;
  /** Behind `base`, with the query. */
  readonly path: string;
  // A test looks into it as it likes.
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what the test is about
  readonly body: any;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** A Discord whose answers the test decides. What nothing was decided for is answered as by a calm server. */
export interface ScriptedDiscord {
  readonly apiUrl: string;
  readonly port: number;
  readonly asked: Asked[];
  /** What `method path` is answered with; the first that gives something wins. Settable at any time. */
  answer: (asked: Asked) => Answer | Promise<Answer> | undefined;
  /** Where the gateway is said to be. */
  gatewayUrl: string;
  /** The code by which the gateway closes instead of READY; `silence`: it says nothing. */
  refuse: (identify: { intents: number }) => number | 'silence' | undefined;
  /** Replaces fields of READY. */
  ready: Readonly<Record<string, unknown>>;
  /** What was asked of the gateway, as paths with their queries. */
  readonly gatewayPaths: string[];
  /** What READY and what follows it tell. */
  guilds: readonly Record<string, unknown>[];
  readonly identified: { intents: number }[];
  tell(name: string, data: unknown): void;
  /** Ends the gateway connection. */
  hangUp(code: number): void;
  /** Waits until a request of this kind came. */
  until(method: string, path: RegExp): Promise<Asked>;
}

export const OWN_ID = '900';
export const APPLICATION_ID = '901';

export interface ScriptOptions {
  /** What every path begins with; there is nothing elsewhere. */
  readonly base?: string;
  readonly tls?: { readonly key: string; readonly cert: string };
}

export async function startScriptedDiscord(
  t: TestContext,
  { base = '/api/v10', tls }: ScriptOptions = {},
): Promise<ScriptedDiscord> {
  const sockets = new Set<WebSocket>();
  let messageId = 5_000;
  let sequence = 0;

  const handle: RequestListener = async (request, response) => {
    const body = await readJson(request);
    if (!request.url?.startsWith(`${base}/`)) return void response.writeHead(404).end();
    const asked = { method: request.method ?? '', path: request.url.replace(base, ''), body };
    discord.asked.push(asked);
    const {
      status = 200,
      headers = {},
      body: answer,
    } = (await discord.answer(asked)) ?? calm(asked);
    response.writeHead(status, {
      ...(answer !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    });
    response.end(answer === undefined ? '' : JSON.stringify(answer));
  };
  const server = tls ? createSecureServer(tls, handle) : createServer(handle);
  const gateway = new WebSocketServer({ server });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  t.after(() => {
    for (const socket of sockets) socket.terminate();
    server.close();
    server.closeAllConnections();
  });

  const send = (socket: WebSocket, payload: object) => socket.send(JSON.stringify(payload));
  const tell = (name: string, data: unknown) => {
    sequence += 1;
    for (const socket of sockets) send(socket, { op: 0, t: name, s: sequence, d: data });
  };

  gateway.on('connection', (socket, { url = '' }) => {
    sockets.add(socket);
    discord.gatewayPaths.push(url);
    socket.on('close', () => sockets.delete(socket));
    send(socket, { op: 10, d: { heartbeat_interval: 45_000 } });
    socket.on('message', (data) => {
      const { op, d } = JSON.parse(String(data));
      if (op === 1) send(socket, { op: 11 });
      if (op !== 2) return;
      discord.identified.push(d);
      const code = discord.refuse(d);
      if (code === 'silence') return;
      if (code !== undefined) return socket.close(code);
      const unavailable = discord.guilds.map(({ id }) => ({ id, unavailable: true }));
      const user = { id: OWN_ID, username: 'parley', discriminator: '0', avatar: null, bot: true };
      const session = { session_id: 's', resume_gateway_url: discord.gatewayUrl, ...discord.ready };
      tell('READY', {
        v: 10,
        user,
        guilds: unavailable,
        application: { id: APPLICATION_ID, flags: 0 },
        ...session,
      });
      for (const guild of discord.guilds) tell('GUILD_CREATE', guild);
    });
  });

  function calm({ method, path, body }: Asked): Answer {
    if (path === '/gateway/bot') {
      const limit = { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 };
      return { body: { url: discord.gatewayUrl, shards: 1, session_start_limit: limit } };
    }
    if (method === 'GET' || method === 'PUT') return { body: [] };
    if (method === 'DELETE' || path.endsWith('/typing')) return { status: 204 };
    messageId += 1;
    if (!path.includes('/callback'))
      return {
        body: {
          id: path.match(/messages\/(\d+)$/)?.[1] ?? String(messageId),
          content: body.content,
        },
      };
    return path.includes('with_response=true')
      ? { body: { resource: { message: { id: String(messageId) } } } }
      : { status: 204 };
  }

  const discord: ScriptedDiscord = {
    apiUrl: `http://127.0.0.1:${port}/api`,
    port,
    asked: [],
    answer: () => undefined,
    gatewayUrl: `ws://127.0.0.1:${port}`,
    refuse: () => undefined,
    ready: {},
    gatewayPaths: [],
    guilds: [],
    identified: [],
    tell,
    hangUp(code) {
      for (const socket of sockets) socket.close(code);
    },
    async until(method, path) {
      const find = () =>
        discord.asked.find((asked) => asked.method === method && path.test(asked.path));
      await eventually(`a request ${method} ${path}`, () => find() !== undefined);
      return find() as Asked;
    },
  };
  return discord;
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
}
