import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from '../api-error.ts';
import type { RestCall } from '../controls/call-log.ts';
import type { Fault, FaultPlan } from '../controls/faults.ts';
import { createRateLimits, retryBody, retryHeaders } from './rate-limits.ts';
import { type RequestBody, readBody } from './read-body.ts';
import type { Route, RouteAnswer, RouteContext } from './route.ts';
import { createRouteMatcher, type RouteMatch } from './route-matcher.ts';

interface RestParts {
  readonly site: RouteContext;
  readonly routes: readonly Route[];
  readonly token: string;
  readonly faults: FaultPlan;
  note(call: RestCall): void;
}

/** An answer with everything that goes over the wire. */
interface Reply extends RouteAnswer {
  readonly headers?: Readonly<Record<string, string>>;
}

/** No answer: the line stays silent, or breaks. */
type Silence = 'hang' | 'drop';

const VERSIONED = /^\/api(?:\/v\d+)?(\/.*)$/;

/** Serves the REST API. Never throws: whatever a request holds, it is answered. */
export function createRestHandler(
  parts: RestParts,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { site, token, faults } = parts;
  const { clock } = site.world;
  const find = createRouteMatcher(parts.routes);
  const rates = createRateLimits(site.world);

  const answer = async (
    match: RouteMatch,
    request: IncomingMessage,
    query: string,
  ): Promise<Reply | Silence> => {
    if (!match.route.needsNoToken && request.headers.authorization !== `Bot ${token}`)
      throw ApiError.unauthorized();
    const { headers, refusal } = rates.take(match);
    if (refusal) return limited(refusal.retryAfterMs, refusal.global, headers);
    const fault = faults.take(match);
    const failed = failure(fault, headers);
    if (failed) return failed;
    const reply = await readBody(request, site.world.nextId)
      .then((body): Reply => handle(site, match, query, body))
      .catch(refused);
    return fault === 'drop-after-applied'
      ? 'drop'
      : { ...reply, headers: { ...headers, ...reply.headers } };
  };

  return async (request, response) => {
    const [, address = '/', query = ''] = /^([^?#]*)\??([^#]*)/.exec(request.url ?? '/') ?? [];
    const path = VERSIONED.exec(address)?.[1];
    const method = request.method ?? 'GET';
    let route = path ?? address;
    let reply: Reply | Silence;
    try {
      if (path === undefined) throw ApiError.notFound();
      const match = find(method, path);
      route = match.route.path;
      reply = await answer(match, request, query);
    } catch (error) {
      reply = refused(error);
    }
    const at = clock.now();
    parts.note({
      at,
      method,
      route,
      path: path ?? address,
      status: typeof reply === 'string' ? 0 : reply.status,
    });
    if (reply === 'drop') request.socket.destroy();
    else if (reply !== 'hang') send(response, reply);
  };
}

function handle(
  site: RouteContext,
  { route, params }: RouteMatch,
  query: string,
  { json, files }: RequestBody,
): RouteAnswer {
  const param = (name: string) => decode(params[name] ?? '');
  return route.handle(site, { param, query: new URLSearchParams(query), body: json, files });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function failure(fault: Fault | undefined, headers: Reply['headers']): Reply | Silence | undefined {
  if (fault === undefined || fault === 'drop-after-applied') return undefined;
  if (typeof fault === 'string') return fault;
  if (fault.status === 429)
    return limited(fault.retryAfterMs ?? 1000, false, {
      ...headers,
      'x-ratelimit-scope': 'shared',
    });
  return {
    status: fault.status,
    body: { message: `${fault.status}: Injected`, code: 0 },
    ...(headers && { headers }),
  };
}

function limited(retryAfterMs: number, global: boolean, headers: Reply['headers']): Reply {
  return {
    status: 429,
    headers: { ...headers, ...retryHeaders(retryAfterMs) },
    body: retryBody('You are being rate limited.', retryAfterMs, global),
  };
}

function refused(error: unknown): Reply {
  if (!(error instanceof ApiError))
    return { status: 500, body: { message: '500: Internal Server Error', code: 0 } };
  const { status, code, message, errors, retryAfterMs } = error;
  if (retryAfterMs !== undefined) {
    return {
      status,
      headers: retryHeaders(retryAfterMs),
      body: retryBody(message, retryAfterMs, false, code),
    };
  }
  return { status, body: { message, code, ...(errors && { errors }) } };
}

function send(response: ServerResponse, { status, body, headers = {} }: Reply): void {
  response.on('error', () => {});
  response.writeHead(status, {
    ...headers,
    ...(body !== undefined && { 'content-type': 'application/json' }),
  });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
