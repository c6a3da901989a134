import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiError, notFound } from '../api-error.ts';
import { type ReceivedCall, readCall } from './read-call.ts';

export interface BotApi {
  /** What `/bot<token>/<method>` answers. `hangUp`: the connection is cut instead. `hang`: nothing is ever answered. */
  call(token: string, method: string, call: ReceivedCall, signal: AbortSignal): Promise<Answer>;
  /** What `/file/bot<token>/<path>` answers. */
  download(token: string, path: string): Uint8Array;
  readonly uploadBytes: number;
}

export type Answer = { readonly body: unknown; readonly status: number } | 'hangUp' | 'hang';

export interface BotApiServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves on 127.0.0.1 only. Whatever a client sends, it gets an answer in the Bot API's shape. */
export async function startBotApiServer(api: BotApi, port: number): Promise<BotApiServer> {
  const server = createServer((request, response) => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    handle(api, request, response, gone.signal).catch(() => response.destroy());
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  // A server on a TCP port has an address object; only pipes have a string.
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

async function handle(
  api: BotApi,
  request: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
) {
  try {
    const answer = await answerTo(api, request, signal);
    if (answer instanceof Uint8Array) sendBytes(response, answer);
    else if (answer === 'hangUp') response.destroy();
    else if (answer !== 'hang') sendJson(response, answer.status, answer.body);
  } catch (error) {
    const refusal = error instanceof ApiError ? error : new ApiError(500, 'Internal Server Error');
    // The rest of a body that is too big is not read: the connection cannot be used again.
    if (refusal.code === 413) response.setHeader('connection', 'close');
    sendJson(response, refusal.code, refusal);
  }
}

async function answerTo(
  api: BotApi,
  request: IncomingMessage,
  signal: AbortSignal,
): Promise<Answer | Uint8Array> {
  const url = URL.parse(request.url ?? '/', 'http://127.0.0.1');
  const [, file, token, rest] = /^\/(file\/)?bot([^/]+)\/(.+)$/.exec(url?.pathname ?? '') ?? [];
  if (!url || token === undefined || rest === undefined) throw notFound();
  if (file !== undefined) return api.download(decode(token), decode(rest));
  const call = await readCall(request, url.searchParams, api.uploadBytes);
  return api.call(decode(token), rest, call, signal);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw notFound();
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function sendBytes(response: ServerResponse, bytes: Uint8Array): void {
  const headers = { 'content-type': 'application/octet-stream', 'content-length': bytes.length };
  response.writeHead(200, headers).end(bytes);
}
