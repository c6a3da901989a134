import { createHash } from 'node:crypto';
import { createRateWindow, type RateWindow } from '../rate-window.ts';
import type { World } from '../world.ts';
import type { RouteMatch } from './route-matcher.ts';

export interface RateVerdict {
  readonly headers: Readonly<Record<string, string>>;
  /** Set: the request is refused. */
  readonly refusal?: { readonly retryAfterMs: number; readonly global: boolean };
}

export interface RateLimits {
  take(match: RouteMatch): RateVerdict;
}

const MAX_BUCKETS = 5_000;

/** Counts requests as Discord does: over all routes, and in a bucket per route and major parameter. */
export function createRateLimits({ clock, limits }: World): RateLimits {
  const global = createRateWindow(clock, limits.global);
  const buckets = new Map<string, RateWindow>();

  const bucketOf = (key: string, rate: RouteMatch['route']['rateName']): RateWindow => {
    const known = buckets.get(key);
    if (known) return known;
    const [oldest] = buckets.keys();
    if (buckets.size >= MAX_BUCKETS && oldest !== undefined) buckets.delete(oldest);
    const made = createRateWindow(clock, limits[rate ?? 'other']);
    buckets.set(key, made);
    return made;
  };

  return {
    take({ route, major }) {
      const { rateName, method, path } = route;
      // All edits of a channel share one bucket, whatever the message; webhooks count each method apart.
      const name =
        rateName === undefined || rateName === 'interactionWebhook'
          ? `${method} ${path}`
          : rateName;
      const bucket = bucketOf(`${name} ${major}`, rateName);
      const waitGlobalMs = route.needsNoToken ? 0 : global.take();
      const retryAfterMs = waitGlobalMs || bucket.take();
      const headers = {
        'x-ratelimit-limit': String(limits[rateName ?? 'other'].calls),
        'x-ratelimit-remaining': String(bucket.remaining),
        'x-ratelimit-reset': seconds(clock.now() + bucket.resetAfterMs),
        'x-ratelimit-reset-after': seconds(bucket.resetAfterMs),
        'x-ratelimit-bucket': createHash('md5').update(name).digest('hex'),
      };
      if (retryAfterMs === 0) return { headers };
      if (waitGlobalMs === 0) {
        return {
          headers: { ...headers, 'x-ratelimit-scope': 'user' },
          refusal: { retryAfterMs, global: false },
        };
      }
      return {
        headers: { 'x-ratelimit-global': 'true', 'x-ratelimit-scope': 'global' },
        refusal: { retryAfterMs, global: true },
      };
    },
  };
}

/** Headers of every answer of status 429. Discord rounds the header up to whole seconds; windows scaled below one need fractions. */
export function retryHeaders(retryAfterMs: number): Record<string, string> {
  const wait = retryAfterMs < 1000 ? seconds(retryAfterMs) : String(Math.ceil(retryAfterMs / 1000));
  return { 'retry-after': wait, via: '1.1 google' };
}

/** A refused request's body. */
export function retryBody(
  message: string,
  retryAfterMs: number,
  global: boolean,
  code?: number,
): object {
  return {
    message,
    retry_after: Math.ceil(retryAfterMs) / 1000,
    global,
    ...(code !== undefined && { code }),
  };
}

function seconds(ms: number): string {
  return (Math.ceil(ms) / 1000).toFixed(3);
}
