import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeServer } from '../../../src/lib/web/close-server.ts';
import { ApiError, notFound } from '../api-error.ts';
import { type ReceivedCall, readCall } from './read-call.ts';

/**
 * The answers of the Bot API, without the server around it. Both functions throw an `ApiError` as a
 * refusal.
 */
export interface BotApi {
  /** Answers `/bot<token>/<method>`. */
  call(token: string, method: string, call: ReceivedCall, signal: AbortSignal): Promise<CallAnswer>;
  /** Answers `/file/bot<token>/<path>`. */
  download(token: string, path: string): Uint8Array;
  /** The most bytes that the body of a call may have. */
  readonly uploadBytes: number;
}

/**
 * The answer to a call. `hangUp`: the connection is cut instead. `hang`: the call is never
 * answered.
 */
export type CallAnswer = { readonly body: unknown; readonly status: number } | 'hangUp' | 'hang';

/** The running server. */
interface BotApiServer {
  /** The address of the API. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves the Bot API on 127.0.0.1 only. Each request gets an answer in the Bot API's shape,
 * whatever it holds.
 */
export async function startBotApiServer(api: BotApi, port: number): Promise<BotApiServer> {
  const server = createServer((request, response) => {
    const hangUp = new AbortController();
    response.on('close', () => hangUp.abort());
    handle(api, request, response, hangUp.signal).catch(() => response.destroy());
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });

  // The address of a TCP server is an object; only that of a pipe is a string.
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () => closeServer(server),
  };
}

async function handle(
  api: BotApi,
  request: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
) {
  try {
    const answer = await answerRequest(api, request, signal);
    if (answer instanceof Uint8Array) sendBytes(response, answer);
    else if (answer === 'hangUp') response.destroy();
    else if (answer !== 'hang') sendJson(response, answer.status, answer.body);
  } catch (error) {
    const refusal = error instanceof ApiError ? error : new ApiError(500, 'Internal Server Error');
    // The rest of a body that is too big stays unread, so the connection cannot be used again.
    if (refusal.code === 413) response.setHeader('connection', 'close');
    sendJson(response, refusal.code, refusal);
  }
}

async function answerRequest(
  api: BotApi,
  request: IncomingMessage,
  signal: AbortSignal,
): Promise<CallAnswer | Uint8Array> {
  const url = URL.parse(request.url ?? '/', 'http://127.0.0.1');
  const [, filePrefix, token, rest] =
    /^\/(file\/)?bot([^/]+)\/(.+)$/.exec(url?.pathname ?? '') ?? [];
  if (!url || token === undefined || rest === undefined) throw notFound();
  if (filePrefix !== undefined) return api.download(decode(token), decode(rest));
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
