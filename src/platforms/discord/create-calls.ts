import type { REST } from 'discord.js';
import type { Clock } from '../../lib/clock.ts';
import { createLru } from '../../lib/lru.ts';
import { type DiscordError, toDiscordError } from './discord-error.ts';

export type Method = 'get' | 'post' | 'patch' | 'put' | 'delete';
export type Route = `/${string}`;

export interface CallOptions {
  /** What is asked, for errors: "edit a message". */
  readonly what: string;
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** `false` where the route itself holds a token. */
  readonly auth?: boolean;
  /** The channel or interaction whose rate limit this draws on. */
  readonly limitedBy: string;
}

/** Requests to Discord. They fail with a `DiscordError`, are never queued for a rate limit and never repeated unasked. */
export interface Calls {
  send<Answer>(method: Method, route: Route, options: CallOptions): Promise<Answer>;
  /** Whether writes to a channel have to wait. */
  isPaused(limitedBy: string): boolean;
}

const EVERYTHING = 'everything';
const MAX_PAUSES = 1_000;

/** discord.js forgets a penalty that came without the headers of a bucket; requests that ignore one make it longer. */
export function createCalls({ rest, token, clock }: { rest: REST; token: string; clock: Clock }): Calls {
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
    async send<Answer>(method: Method, route: Route, { what, limitedBy, query, ...options }: CallOptions) {
      const key = `${method} ${limitedBy}`;
      const isCanceled = () => options.signal?.aborted ?? false;
      if (isCanceled()) throw toDiscordError(undefined, what, true);
      checkPause(key, what);
      try {
        const search = query && { query: new URLSearchParams(query) };
        // The API's word for what a route answers; what servers leave out is read as optional.
        // A single 401 makes discord.js forget the token.
        return (await rest.setToken(token)[method](route, { ...options, ...search })) as Answer;
      } catch (error) {
        const failure = toDiscordError(error, what, isCanceled());
        if (failure.kind === 'rate_limit') pause(error, failure, key);
        throw failure;
      }
    },
    isPaused: (limitedBy) =>
      ['post', 'patch'].some((method) => leftMs(`${method} ${limitedBy}`) > 0) || leftMs(EVERYTHING) > 0,
  };
}
