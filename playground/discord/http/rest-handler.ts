import type { IncomingMessage, ServerResponse } from 'node:http';
import { sleep } from '../../../src/lib/clock.ts';
import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import type { ContentRefusal, WrittenContent } from '../../refused-content.ts';
import { ApiError } from '../api-error.ts';
import type { RestCall } from '../controls/call-log.ts';
import type { Fault, FaultPlan } from '../controls/faults.ts';
import { createRateLimits, retryBody, retryHeaders } from './rate-limits.ts';
import { type RequestBody, readBody } from './read-body.ts';
import type { Route, RouteAnswer, RouteContext } from './route.ts';
import { createRouteMatcher, type RouteMatch } from './route-matcher.ts';

interface RestParts {
  readonly context: RouteContext;
  readonly routes: readonly Route[];
  /** The bot's token. */
  readonly token: string;
  readonly faults: FaultPlan;
  recordCall(call: RestCall): void;
}

/** An answer as it goes over the wire. */
interface Reply extends RouteAnswer {
  readonly headers?: Readonly<Record<string, string>>;
}

/** No answer: the connection stays silent, or breaks. */
type Silence = 'hang' | 'drop';

const VERSIONED_PATH = /^\/api(?:\/v\d+)?(\/.*)$/;

/**
 * Creates the handler of the REST API. It never throws, and answers every request, whatever it
 * holds.
 */
export function createRestHandler(
  parts: RestParts,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { context, token, faults } = parts;
  const { clock } = context.world;
  const matchRoute = createRouteMatcher(parts.routes);
  const rateLimits = createRateLimits(context.world);

  const answer = async (
    match: RouteMatch,
    request: IncomingMessage,
    query: string,
  ): Promise<Reply | Silence> => {
    if (!match.route.needsNoToken && request.headers.authorization !== `Bot ${token}`)
      throw ApiError.unauthorized();

    if (faults.delayMs > 0) await sleep(clock, faults.delayMs, new AbortController().signal);

    const { headers, refusal } = rateLimits.take(match);
    if (faults.floodMs !== undefined && match.route.method !== 'GET' && !match.route.needsNoToken)
      return toRateLimitReply(faults.floodMs, false, { ...headers, 'x-ratelimit-scope': 'shared' });
    if (refusal) return toRateLimitReply(refusal.retryAfterMs, refusal.global, headers);

    const fault = faults.take(match);
    const failure = toFailure(fault, headers);
    if (failure) return failure;

    const reply = await readBody(request, context.world.nextId)
      .then((body): Reply => {
        const content = match.route.method === 'GET' ? undefined : readContent(body);
        const refusal = content && faults.refusalOf(content);
        if (refusal) throw toContentError(refusal);
        return runRoute(context, match, query, body);
      })
      .catch(toErrorReply);
    if (fault === 'drop-after-applied') return 'drop';
    return { ...reply, headers: { ...headers, ...reply.headers } };
  };

  return async (request, response) => {
    const [, address = '/', query = ''] = /^([^?#]*)\??([^#]*)/.exec(request.url ?? '/') ?? [];
    const path = VERSIONED_PATH.exec(address)?.[1];
    const method = request.method ?? 'GET';
    let route = path ?? address;
    let reply: Reply | Silence;

    try {
      if (path === undefined) throw ApiError.notFound();
      const match = matchRoute(method, path);
      route = match.route.path;
      reply = await answer(match, request, query);
    } catch (error) {
      reply = toErrorReply(error);
    }

    const status = typeof reply === 'string' ? 0 : reply.status;
    parts.recordCall({ at: clock.now(), method, route, path: path ?? address, status });
    if (reply === 'drop') request.socket.destroy();
    else if (reply !== 'hang') send(response, reply);
  };
}

function runRoute(
  context: RouteContext,
  { route, params }: RouteMatch,
  query: string,
  { json, files }: RequestBody,
): RouteAnswer {
  const param = (name: string) => decode(params[name] ?? '');
  return route.handle(context, { param, query: new URLSearchParams(query), body: json, files });
}

/** The content of a message, or of the message in the answer to an interaction. */
function readContent({ json, files }: RequestBody): WrittenContent | undefined {
  const body = Object(json);
  const message = 'data' in body ? Object(body.data) : body;
  if (typeof message.content !== 'string') return undefined;

  const isReply = message.message_reference !== undefined;
  return { text: message.content, hasFile: files.length > 0, isReply };
}

function toContentError({
  status,
  code = 0,
  message = `${status}: Injected`,
}: ContentRefusal): ApiError {
  return new ApiError(status, code, message);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The failure that a fault causes in place of the answer, if it does. */
function toFailure(
  fault: Fault | undefined,
  headers: Readonly<Record<string, string>>,
): Reply | Silence | undefined {
  if (fault === undefined || fault === 'drop-after-applied') return undefined;
  if (typeof fault === 'string') return fault;

  const { status, retryAfterMs = 1000 } = fault;
  if (status === 429)
    return toRateLimitReply(retryAfterMs, false, { ...headers, 'x-ratelimit-scope': 'shared' });
  return { status, body: { message: `${status}: Injected`, code: 0 }, headers };
}

function toRateLimitReply(
  retryAfterMs: number,
  global: boolean,
  headers: Readonly<Record<string, string>>,
): Reply {
  return {
    status: 429,
    headers: { ...headers, ...retryHeaders(retryAfterMs) },
    body: retryBody('You are being rate limited.', retryAfterMs, global),
  };
}

function toErrorReply(error: unknown): Reply {
  if (!(error instanceof ApiError))
    return { status: 500, body: { message: '500: Internal Server Error', code: 0 } };

  const { status, code, message, errors, retryAfterMs } = error;
  if (retryAfterMs === undefined) return { status, body: omitUndefined({ message, code, errors }) };
  return {
    status,
    headers: retryHeaders(retryAfterMs),
    body: retryBody(message, retryAfterMs, false, code),
  };
}

function send(response: ServerResponse, { status, body, headers = {} }: Reply): void {
  const hasBody = body !== undefined;
  const contentHeaders = hasBody ? { 'content-type': 'application/json' } : {};

  response.on('error', () => {});
  response.writeHead(status, { ...headers, ...contentHeaders });
  response.end(hasBody ? JSON.stringify(body) : undefined);
}
