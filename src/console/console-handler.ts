import type { IncomingMessage, ServerResponse } from 'node:http';
import { BotError } from '../errors.ts';
import { isSameText } from '../lib/is-same-text.ts';
import type { Log } from '../lib/log.ts';
import type { createAssetReader } from '../lib/web/asset-reader.ts';
import { findRefusal } from '../lib/web/find-refusal.ts';
import { readJsonBody } from '../lib/web/read-json-body.ts';
import { RequestError } from '../lib/web/request-error.ts';
import type { Responder } from '../lib/web/responder.ts';
import type { ConsoleAddress } from './console-address.ts';
import type { ConsoleChange } from './console-changes.ts';
import { type ConsoleCookie, createConsoleCookie } from './console-cookie.ts';
import type { ConsoleLogin } from './console-login.ts';
import type { ConsoleRead } from './console-reads.ts';
import type { ConsoleSessions, OpenSession } from './console-sessions.ts';
import type { ConsoleStreams } from './console-streams.ts';
import type { ConsoleSession } from './protocol.ts';
import { type RequestTarget, readTarget } from './read-target.ts';

/** What answers the requests. */
interface HandlerParts {
  readonly address: ConsoleAddress;
  readonly port: number;
  readonly about: Pick<ConsoleSession, 'version' | 'showsText' | 'startedAt'>;
  readonly readAsset: ReturnType<typeof createAssetReader>;
  readonly sessions: ConsoleSessions;
  readonly login: ConsoleLogin;
  readonly reads: ReadonlyMap<string, ConsoleRead>;
  readonly changes: ReadonlyMap<string, ConsoleChange>;
  readonly streams: Pick<ConsoleStreams, 'open'>;
  readonly responder: Responder;
  /** Writes JSON without secrets. */
  toJson(value: unknown): string;
  readonly log: Log;
}

const API = '/api/';
const JSON_TYPE = 'application/json; charset=utf-8';
/** `parley.yaml` in JSON. */
const MAX_BODY_BYTES = 512 * 1024;
const NO_ADDRESS = 'There is no such address.';
const METHODS = 'GET, HEAD, POST';

/** Answers one request. Never rejects, and never sends a stack or a secret. */
export function createConsoleHandler(
  parts: HandlerParts,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { address, sessions, responder, toJson, log } = parts;

  function send(response: ServerResponse, status: number, value: unknown): void {
    responder.respond(response, status, JSON_TYPE).end(toJson(value));
  }

  function sendError(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    // Whoever has left reads no answer, and is no fault of the console.
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    const isForPeople = error instanceof RequestError || error instanceof BotError;
    if (!isForPeople) log.error({ error }, 'console: a request failed');
    // What is left of a body that nobody wants is not awaited.
    if (!request.complete) response.setHeader('connection', 'close');
    const message = isForPeople ? error.message : 'The console failed. The log says why.';
    send(response, error instanceof RequestError ? error.status : 500, { error: message });
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url, headers, headersDistinct } = request;
    const refusal = findRefusal(headers, address.audience);
    const hasOneHost = headersDistinct.host?.length === 1;
    if (refusal !== undefined || !hasOneHost)
      throw new RequestError(403, refusal ?? 'Send one Host.');

    const target = readTarget(url);
    if (!target) throw new RequestError(404, NO_ADDRESS);
    if (!METHODS.split(', ').includes(method)) {
      response.setHeader('allow', METHODS);
      throw new RequestError(405, 'The console takes GET and POST.');
    }
    if (target.path.startsWith(API)) return answerApi(target, request, response);
    if (method === 'POST') throw new RequestError(404, NO_ADDRESS);

    const asset = await parts.readAsset(target.path);
    if (!asset) throw new RequestError(404, NO_ADDRESS);
    responder.respond(response, 200, asset.type).end(asset.text);
  }

  async function answerApi(
    { path, query }: RequestTarget,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { method, headers } = request;
    const name = path.slice(API.length);
    // A browser says so of a page elsewhere that loads this address, also without an Origin.
    const site = headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none')
      throw new RequestError(403, 'The console answers only its own page.');

    const cookie = createConsoleCookie(address.isEncrypted(headers.host), parts.port);
    if (method === 'POST' && name === 'login') {
      response.setHeader('set-cookie', cookie.write(await parts.login(request)));
      return send(response, 200, null);
    }

    const secret = cookie.read(headers.cookie);
    const session = await sessions.find(secret);
    if (!session) throw new RequestError(401, 'Log in first.');
    if (method === 'POST') return change(name, { request, response, secret, session, cookie });
    if (method === 'GET') return readApi(name, query, { response, secret, session });
    throw new RequestError(405, 'The console takes GET and POST.');
  }

  interface Visit {
    readonly response: ServerResponse;
    readonly secret: string;
    readonly session: OpenSession;
  }

  async function readApi(name: string, query: URLSearchParams, visit: Visit): Promise<void> {
    const { response, secret, session } = visit;
    if (name === 'changes') {
      const isAllowed = async () => (await sessions.find(secret)) !== undefined;
      return parts.streams.open(response, isAllowed);
    }
    if (name === 'session') {
      const { token, expiresAt } = session;
      const answered: ConsoleSession = { ...parts.about, token, expiresAt };
      return send(response, 200, answered);
    }
    const read = parts.reads.get(name);
    if (!read) throw new RequestError(404, NO_ADDRESS);
    send(response, 200, await read(query));
  }

  async function change(
    name: string,
    visit: Visit & { readonly request: IncomingMessage; readonly cookie: ConsoleCookie },
  ): Promise<void> {
    const { request, response, secret, session, cookie } = visit;
    const sent = request.headers['x-parley-token'];
    // A page elsewhere can send the cookie, but cannot know the token.
    if (typeof sent !== 'string' || !isSameText(sent, session.token))
      throw new RequestError(403, 'The page is too old. Load it again.');

    const run = parts.changes.get(name);
    if (!run && name !== 'logout') throw new RequestError(404, NO_ADDRESS);
    const body = await readJsonBody(request, MAX_BODY_BYTES);
    if (run) {
      const { status, value } = (await run(body, session)) ?? { status: 200, value: null };
      return send(response, status, value);
    }
    await sessions.end(secret);
    response.setHeader('set-cookie', cookie.write(''));
    send(response, 200, null);
  }

  return (request, response) =>
    answer(request, response).catch((error: unknown) => sendError(request, response, error));
}
