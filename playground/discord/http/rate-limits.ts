import { createHash } from 'node:crypto';
import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { createRateWindow, type RateWindow } from '../rate-window.ts';
import type { World } from '../world.ts';
import type { RouteMatch } from './route-matcher.ts';

/** The result of counting one request. */
interface RateVerdict {
  readonly headers: Readonly<Record<string, string>>;
  /** Set if the request is over a limit and must be refused. */
  readonly refusal?: { readonly retryAfterMs: number; readonly global: boolean };
}

/** Counts the requests against their limits. */
interface RateLimits {
  take(match: RouteMatch): RateVerdict;
}

const MAX_BUCKETS = 5_000;

/**
 * Creates rate limits that count as Discord does: over all routes, and in a bucket per route and
 * major parameter.
 */
export function createRateLimits({ clock, limits, fullestWindows, botId }: World): RateLimits {
  const global = createRateWindow(clock, limits.global);
  const buckets = new Map<string, RateWindow>();

  const bucketOf = (key: string, rateName: RouteMatch['route']['rateName']): RateWindow => {
    const existing = buckets.get(key);
    if (existing) return existing;

    const [oldest] = buckets.keys();
    if (buckets.size >= MAX_BUCKETS && oldest !== undefined) buckets.delete(oldest);
    const bucket = createRateWindow(clock, limits[rateName ?? 'other']);
    buckets.set(key, bucket);
    return bucket;
  };

  return {
    take({ route, major }) {
      const { rateName, method, path } = route;
      // All edits in a channel share one bucket, whatever the message. Webhooks count each method
      // separately.
      const isSharedByMethods = rateName !== undefined && rateName !== 'interactionWebhook';
      const name = isSharedByMethods ? rateName : `${method} ${path}`;
      const bucket = bucketOf(`${name} ${major}`, rateName);
      // Windows of buckets begin with their first call, so those that overlap say nothing.
      const scope = { scope: botId, at: clock.now() };
      if (!route.needsNoToken) fullestWindows.count({ name: 'global', ...limits.global, ...scope });
      const waitGlobalMs = route.needsNoToken ? 0 : global.take();
      const retryAfterMs = waitGlobalMs || bucket.take();

      const headers = {
        'x-ratelimit-limit': String(limits[rateName ?? 'other'].calls),
        'x-ratelimit-remaining': String(bucket.remaining),
        'x-ratelimit-reset': toSeconds(clock.now() + bucket.resetAfterMs),
        'x-ratelimit-reset-after': toSeconds(bucket.resetAfterMs),
        'x-ratelimit-bucket': createHash('md5').update(name).digest('hex'),
      };

      if (retryAfterMs === 0) return { headers };
      if (waitGlobalMs > 0) {
        return {
          headers: { 'x-ratelimit-global': 'true', 'x-ratelimit-scope': 'global' },
          refusal: { retryAfterMs, global: true },
        };
      }
      return {
        headers: { ...headers, 'x-ratelimit-scope': 'user' },
        refusal: { retryAfterMs, global: false },
      };
    },
  };
}

/**
 * The headers of an answer of status 429. Discord rounds `retry-after` up to whole seconds; windows
 * that are scaled below one second need fractions.
 */
export function retryHeaders(retryAfterMs: number): Record<string, string> {
  const wait =
    retryAfterMs < 1000 ? toSeconds(retryAfterMs) : String(Math.ceil(retryAfterMs / 1000));
  return { 'retry-after': wait, via: '1.1 google' };
}

/** The body of an answer of status 429. */
export function retryBody(
  message: string,
  retryAfterMs: number,
  global: boolean,
  code?: number,
): object {
  return omitUndefined({ message, retry_after: Math.ceil(retryAfterMs) / 1000, global, code });
}

function toSeconds(ms: number): string {
  return (Math.ceil(ms) / 1000).toFixed(3);
}
