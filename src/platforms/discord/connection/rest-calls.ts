import type { RawFile, REST, RequestMethod } from 'discord.js';
import type { RateLimitState } from '../../../contracts/reply-surface.ts';
import type { Clock } from '../../../lib/clock.ts';
import { createLru } from '../../../lib/lru.ts';
import { type DiscordError, toDiscordError } from './discord-error.ts';

export type RestMethod = 'get' | 'post' | 'patch' | 'put' | 'delete';
export type RestRoute = `/${string}`;

export interface RestCallOptions {
  /** What is asked, for errors: "edit a message". */
  readonly purpose: string;
  readonly body?: unknown;
  readonly files?: RawFile[];
  readonly query?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** `false` where the route itself holds a token. */
  readonly auth?: boolean;
  /** The channel or interaction whose rate limit this draws on. */
  readonly rateLimitKey: string;
  /** Called with what Discord says is left of that limit. */
  readonly onRateLimit?: ((left: RateLimitState) => void) | undefined;
}

/** Requests to Discord. They fail with a `DiscordError`, are never queued for a rate limit and never repeated unasked. */
export interface RestCalls {
  send<Answer>(method: RestMethod, route: RestRoute, options: RestCallOptions): Promise<Answer>;
  /** Whether writes to a channel have to wait. */
  isPaused(limitedBy: string): boolean;
}

const EVERYTHING = 'everything';
const MAX_PAUSES = 1_000;

export interface RestCallsParts {
  readonly rest: REST;
  readonly token: string;
  readonly clock: Clock;
  /** Discord's clock and ours differ. */
  readonly limitMarginMs: number;
}

/** discord.js forgets a penalty that came without the headers of a bucket; requests that ignore one make it longer. */
export function createRestCalls({ rest, token, clock, limitMarginMs }: RestCallsParts): RestCalls {
  const pausedUntil = createLru<string, number>(MAX_PAUSES);
  const leftMs = (key: string) => (pausedUntil.get(key) ?? 0) - clock.now();

  function checkPause(key: string, what: string): void {
    const retryAfter = Math.max(leftMs(key), leftMs(EVERYTHING));
    if (retryAfter > 0) throw toDiscordError({ retryAfter, timeToReset: retryAfter }, what, false);
  }

  function pause(error: unknown, { retryAfterMs = 0 }: DiscordError, key: string): void {
    const isGlobal = Object(error).global === true;
    pausedUntil.set(isGlobal ? EVERYTHING : key, clock.now() + retryAfterMs);
  }

  return {
    async send<Answer>(
      method: RestMethod,
      route: RestRoute,
      { purpose, rateLimitKey, query, onRateLimit, ...options }: RestCallOptions,
    ) {
      const key = `${method} ${rateLimitKey}`;
      const isCanceled = () => options.signal?.aborted ?? false;
      if (isCanceled()) throw toDiscordError(undefined, purpose, true);
      checkPause(key, purpose);
      try {
        const search = query && { query: new URLSearchParams(query) };
        // A single 401 makes discord.js forget the token. Its methods are named in capital letters.
        const asked = {
          ...options,
          ...search,
          fullRoute: route,
          method: method.toUpperCase() as RequestMethod,
        };
        const response = await rest.setToken(token).queueRequest(asked);
        const left = readLimit(response.headers, limitMarginMs);
        if (left) onRateLimit?.(left);
        const isJson = response.headers.get('content-type')?.startsWith('application/json');
        // The API's word for what a route answers; what servers leave out is read as optional.
        return (isJson ? await response.json() : await response.arrayBuffer()) as Answer;
      } catch (error) {
        const failure = toDiscordError(error, purpose, isCanceled());
        if (failure.kind === 'rate_limit') pause(error, failure, key);
        throw failure;
      }
    },
    isPaused: (limitedBy) =>
      ['post', 'patch'].some((method) => leftMs(`${method} ${limitedBy}`) > 0) ||
      leftMs(EVERYTHING) > 0,
  };
}

function readLimit(
  headers: { get(name: string): string | null },
  marginMs: number,
): RateLimitState | undefined {
  const remaining = Number.parseInt(headers.get('x-ratelimit-remaining') ?? '', 10);
  const resetAfterMs =
    Number.parseFloat(headers.get('x-ratelimit-reset-after') ?? '') * 1000 + marginMs;
  return remaining >= 0 && Number.isFinite(resetAfterMs) ? { remaining, resetAfterMs } : undefined;
}
