import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { type WebSocket, WebSocketServer } from 'ws';
import { eventually } from '../../helpers/eventually.ts';

/** A request that reached the REST API. */
export interface RecordedRequest {
  readonly method: string;
  /** Behind `base`, with the query. */
  readonly path: string;
  // Its shape is what a test is about.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly body: any;
}

export interface ScriptedResponse {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** A Discord whose responses the test decides. Every other request gets the response of a healthy server. */
export interface ScriptedDiscord {
  readonly apiUrl: string;
  readonly port: number;
  readonly requests: RecordedRequest[];
  /** Decides the response to a request. `undefined`: that of a healthy server. May be set at any time. */
  respond: (request: RecordedRequest) => ScriptedResponse | Promise<ScriptedResponse> | undefined;
  /** The address that the API gives for the gateway. */
  gatewayUrl: string;
  /** The code with which the gateway closes in place of READY. `silence`: it sends nothing. */
  refuseIdentify: (identify: { intents: number }) => number | 'silence' | undefined;
  /** The reason for a close with `refuseIdentify`. */
  closeReason: string;
  /** The data of HELLO. */
  hello: unknown;
  /** Replaces fields of READY. */
  readyFields: Readonly<Record<string, unknown>>;
  /** The servers in READY and in the GUILD_CREATE events that follow it. */
  guilds: readonly Record<string, unknown>[];
  /** The paths of connections to the gateway, with their queries. */
  readonly gatewayPaths: string[];
  readonly identifies: { intents: number }[];
  /** Sends an event over the gateway. */
  sendEvent(name: string, data: unknown): void;
  /** Sends any bytes over the gateway. */
  sendRaw(payload: string | Uint8Array): void;
  /** Sends READY again, as after an identify. */
  sendReady(): void;
  /** Ends every connection to the gateway. */
  closeGateway(code: number): void;
  waitForRequest(method: string, path: RegExp): Promise<RecordedRequest>;
}

export const OWN_ID = '900';
export const APPLICATION_ID = '901';

export interface ScriptOptions {
  /** The beginning of every path; other paths do not exist. */
  readonly base?: string;
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** Opcodes: https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway */
const DISPATCH = 0;
const HEARTBEAT = 1;
const IDENTIFY = 2;
const RESUME = 6;
const HELLO = 10;
const HEARTBEAT_ACK = 11;

/** Listens on a free port of this machine until the test ends. */
export async function startScriptedDiscord(
  t: Pick<TestContext, 'after'>,
  { base = '/api/v10', tls }: ScriptOptions = {},
): Promise<ScriptedDiscord> {
  const sockets = new Set<WebSocket>();
  const respondAsHealthy = createHealthyServer(() => discord.gatewayUrl);
  let sequence = 0;

  const onRequest: RequestListener = async (incoming, response) => {
    const requestBody = await readJson(incoming);
    if (!incoming.url?.startsWith(`${base}/`)) return void response.writeHead(404).end();

    const request = {
      method: incoming.method ?? '',
      path: incoming.url.replace(base, ''),
      body: requestBody,
    };
    discord.requests.push(request);

    const scripted = (await discord.respond(request)) ?? respondAsHealthy(request);
    const { status = 200, headers = {}, body } = scripted;
    const contentType = body === undefined ? {} : { 'content-type': 'application/json' };
    response.writeHead(status, { ...contentType, ...headers });
    const isText = typeof body === 'string' && headers['content-type'] === 'text/html';
    response.end(body === undefined ? '' : isText ? body : JSON.stringify(body));
  };

  const server = tls ? createSecureServer(tls, onRequest) : createServer(onRequest);
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

  function sendEvent(name: string, data: unknown): void {
    sequence += 1;
    for (const socket of sockets) send(socket, { op: DISPATCH, t: name, s: sequence, d: data });
  }

  function onIdentify(socket: WebSocket, identify: { intents: number }): void {
    discord.identifies.push(identify);
    const refusal = discord.refuseIdentify(identify);
    if (refusal === 'silence') return;
    if (refusal !== undefined) {
      socket.close(refusal, discord.closeReason);
      return;
    }

    sendReady();
  }

  function sendReady(): void {
    sendEvent('READY', {
      v: 10,
      user: { id: OWN_ID, username: 'parley', discriminator: '0', avatar: null, bot: true },
      guilds: discord.guilds.map(({ id }) => ({ id, unavailable: true })),
      application: { id: APPLICATION_ID, flags: 0 },
      session_id: 's',
      resume_gateway_url: discord.gatewayUrl,
      ...discord.readyFields,
    });
    for (const guild of discord.guilds) sendEvent('GUILD_CREATE', guild);
  }

  gateway.on('connection', (socket, { url = '' }) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    discord.gatewayPaths.push(url);
    send(socket, { op: HELLO, d: discord.hello });

    socket.on('message', (payload) => {
      const { op, d: data } = JSON.parse(String(payload));
      if (op === HEARTBEAT) send(socket, { op: HEARTBEAT_ACK });
      if (op === IDENTIFY) onIdentify(socket, data);
      if (op === RESUME) sendEvent('RESUMED', {});
    });
  });

  const discord: ScriptedDiscord = {
    apiUrl: `http://127.0.0.1:${port}/api`,
    port,
    requests: [],
    respond: () => undefined,
    gatewayUrl: `ws://127.0.0.1:${port}`,
    refuseIdentify: () => undefined,
    closeReason: '',
    hello: { heartbeat_interval: 45_000 },
    readyFields: {},
    gatewayPaths: [],
    guilds: [],
    identifies: [],
    sendEvent,
    sendReady,

    sendRaw(payload) {
      for (const socket of sockets) socket.send(payload);
    },

    closeGateway(code) {
      for (const socket of sockets) socket.close(code);
    },

    async waitForRequest(method, path) {
      const find = () =>
        discord.requests.find((request) => request.method === method && path.test(request.path));
      await eventually(`a request ${method} ${path}`, () => find() !== undefined);
      return find() as RecordedRequest;
    },
  };
  return discord;
}

/** Responds to every request as if it worked. New messages have the ids 5001, 5002, …. */
function createHealthyServer(gatewayUrl: () => string) {
  let newestMessageId = 5_000;

  return ({ method, path, body }: RecordedRequest): ScriptedResponse => {
    if (path === '/gateway/bot') {
      const limit = { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 };
      return { body: { url: gatewayUrl(), shards: 1, session_start_limit: limit } };
    }
    if (method === 'GET' || method === 'PUT') return { body: [] };
    if (method === 'DELETE' || path.endsWith('/typing')) return { status: 204 };

    newestMessageId += 1;
    const newId = String(newestMessageId);
    if (path.includes('with_response=true'))
      return { body: { resource: { message: { id: newId } } } };
    if (path.includes('/callback')) return { status: 204 };

    const editedId = path.match(/messages\/(\d+)$/)?.[1];
    return { body: { id: editedId ?? newId, content: body.content } };
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const type = request.headers['content-type'] ?? '';
  const bytes = Buffer.concat(chunks);
  const text = type.startsWith('multipart/') ? await readPayload(bytes, type) : bytes.toString();
  return text === '' ? undefined : JSON.parse(text);
}

/** The JSON beside the files of an upload. */
async function readPayload(bytes: Buffer, type: string): Promise<string> {
  const form = await new Response(new Uint8Array(bytes), {
    headers: { 'content-type': type },
  }).formData();
  return String(form.get('payload_json'));
}
