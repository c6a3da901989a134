import type { HttpResponse } from './http.ts';
import type { ErrorBody } from './read-error-body.ts';

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

/** How long a back end asks to wait: by its headers, else in a field of the body, else in its message ("try again in 7.66s"). */
export function readRetryAfter(
  headers: HttpResponse['headers'],
  { retryDelay, message }: Pick<ErrorBody, 'retryDelay' | 'message'>,
  now: number,
): number | undefined {
  const precise = Number(headers['retry-after-ms'] ?? Number.NaN);
  if (precise >= 0) return precise;

  const header = headers['retry-after'];
  if (typeof header === 'string' && header.trim()) {
    const seconds = Number(header);
    if (seconds >= 0) return seconds * 1_000;
    const date = Date.parse(header);
    if (!Number.isNaN(date)) return Math.max(0, date - now);
  }
  const said = retryDelay ?? /\btry again in ((?:\d+(?:\.\d+)?(?:ms|m|s))+)/.exec(message)?.[1];
  return said === undefined ? undefined : Math.round(durationMs(said));
}

function durationMs(words: string): number {
  const parts = [...words.matchAll(/(\d+(?:\.\d+)?)(ms|m|s)/g)];
  return parts.reduce((sum, [, count, unit = 's']) => sum + Number(count) * (UNITS_MS[unit] ?? 0), 0);
}
