import type { InternalRequest, RawFile, REST, RequestMethod, ResponseLike } from 'discord.js';
import type { RateLimitState } from '../../../contracts/reply-surface.ts';
import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { type DiscordError, toDiscordError, WebPageError } from './discord-error.ts';
import type { RequestTurns } from './request-turns.ts';

/** The HTTP methods of the API. */
export type RestMethod = 'get' | 'post' | 'patch' | 'put' | 'delete';
/** A path behind the version of the API. */
export type RestRoute = `/${string}`;

/** One request. */
export interface RestCallOptions {
  /** The purpose of the request, for errors: "edit a message". */
  readonly purpose: string;
  readonly body?: unknown;
  readonly files?: RawFile[];
  readonly query?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** `false` where the route itself holds a token. */
  readonly auth?: boolean;
  /** The channel or interaction whose rate limit this call draws on. */
  readonly rateLimitKey: string;
  /** The pace of writes has counted it in the limit of all requests, so it need not wait for its turn. */
  readonly isPaced?: boolean;
  /** Called with the state of that limit, where Discord reports it. */
  readonly onRateLimit?: ((state: RateLimitState) => void) | undefined;
}

/**
 * Requests to Discord. They wait for nothing but their turns among all requests of the bot (`RequestTurns`), and are never
 * repeated.
 */
export interface RestCalls {
  /** @throws A `DiscordError`. A call during a pause fails as `rate_limit`, without a request. */
  send<Answer>(method: RestMethod, route: RestRoute, options: RestCallOptions): Promise<Answer>;
  /** True if writes with this `rateLimitKey` would fail, because Discord asked for a pause. */
  isPaused(rateLimitKey: string): boolean;
}

interface RestCallsParts {
  readonly rest: REST;
  readonly token: string;
  readonly turns: Pick<RequestTurns, 'take'>;
  readonly clock: Clock;
  /** Added to each limit's reset time, because Discord's clock and ours differ. */
  readonly limitMarginMs: number;
}

/** The key of the pause that holds for all requests. */
const GLOBAL = 'global';
const MAX_PAUSES = 1_000;
const noTurn = Promise.resolve(() => {});
const WRITE_METHODS: readonly RestMethod[] = ['post', 'patch'];

/**
 * Wraps discord.js' `REST`. It keeps the pauses that Discord asks for: discord.js forgets one that
 * came without the headers of a bucket, and requests during a pause make it longer.
 */
export function createRestCalls(parts: RestCallsParts): RestCalls {
  const { rest, token, turns, clock, limitMarginMs } = parts;
  const pauses = createExpiringMap<string, true>({ clock, maxEntries: MAX_PAUSES });

  const remainingPauseMs = (pauseKey: string) =>
    Math.max(pauses.remainingMs(pauseKey), pauses.remainingMs(GLOBAL));

  function throwIfPaused(pauseKey: string, purpose: string): void {
    const retryAfter = remainingPauseMs(pauseKey);
    if (retryAfter === 0) return;

    const global = retryAfter === pauses.remainingMs(GLOBAL);
    throw toDiscordError({ retryAfter, timeToReset: retryAfter, global }, purpose, false);
  }

  function startPause(pauseKey: string, { retryAfterMs = 0, isGlobal }: DiscordError): void {
    pauses.set(isGlobal ? GLOBAL : pauseKey, true, retryAfterMs);
  }

  /** The routes with a token of their own count in no limit of the bot. */
  function takeTurn({ auth, isPaced, purpose, signal }: RestCallOptions): Promise<() => void> {
    return auth === false || isPaced ? noTurn : turns.take(purpose, signal);
  }

  return {
    async send<Answer>(method: RestMethod, route: RestRoute, options: RestCallOptions) {
      const { purpose, rateLimitKey, signal, onRateLimit } = options;
      const pauseKey = pauseKeyOf(method, rateLimitKey);
      const isCanceled = () => signal?.aborted ?? false;

      if (isCanceled()) throw toDiscordError(undefined, purpose, true);
      throwIfPaused(pauseKey, purpose);
      const endTurn = await takeTurn(options);

      try {
        // A pause may have begun meanwhile.
        throwIfPaused(pauseKey, purpose);
        // discord.js forgets the token after a single response 401.
        const response = await rest.setToken(token).queueRequest(requestOf(method, route, options));

        const rateLimit = readRateLimit(response.headers, limitMarginMs);
        if (rateLimit) onRateLimit?.(rateLimit);

        // The caller names the type: it is what the API documents, with fields that servers leave
        // out as optional.
        return (await readBody(response, purpose)) as Answer;
      } catch (error) {
        const failure = toDiscordError(error, purpose, isCanceled());
        if (failure.kind === 'rate_limit') startPause(pauseKey, failure);
        throw failure;
      } finally {
        endTurn();
      }
    },

    isPaused: (rateLimitKey) =>
      WRITE_METHODS.some((method) => remainingPauseMs(pauseKeyOf(method, rateLimitKey)) > 0),
  };
}

function pauseKeyOf(method: RestMethod, rateLimitKey: string): string {
  return `${method} ${rateLimitKey}`;
}

function requestOf(
  method: RestMethod,
  route: RestRoute,
  { body, files, query, signal, auth }: RestCallOptions,
): InternalRequest {
  return omitUndefined({
    fullRoute: route,
    // discord.js names methods in capital letters.
    method: method.toUpperCase() as RequestMethod,
    body,
    files,
    query: query && new URLSearchParams(query),
    signal,
    auth,
  });
}

/** Servers may leave the body empty or `null`, and name the type of their JSON in another way. */
async function readBody(response: ResponseLike, purpose: string): Promise<unknown> {
  const text = await response.text();
  if (text.trim() === '') return {};

  try {
    return JSON.parse(text) ?? {};
  } catch {
    throw new WebPageError(purpose);
  }
}

function readRateLimit(
  headers: ResponseLike['headers'],
  marginMs: number,
): RateLimitState | undefined {
  const remaining = Number.parseInt(headers.get('x-ratelimit-remaining') ?? '', 10);
  const resetAfterSeconds = Number.parseFloat(headers.get('x-ratelimit-reset-after') ?? '');
  const resetAfterMs = resetAfterSeconds * 1000 + marginMs;

  return remaining >= 0 && Number.isFinite(resetAfterMs) ? { remaining, resetAfterMs } : undefined;
}
