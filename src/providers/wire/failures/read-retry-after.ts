import type { ProviderErrorKind } from '../../../errors.ts';
import type { HttpResponse } from '../exchange/http.ts';
import type { ErrorBody } from './read-error-body.ts';

type Headers = HttpResponse['headers'];

const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  milli: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const DURATION = /(\d+(?:\.\d+)?)\s?(ms|milli|[smhd])[a-z]*/g;
const SAID =
  /\b(?:try again|retry|available) (?:in|after) ((?:\d+(?:\.\d+)?\s?(?:milli|ms|[smhd])[a-z]*\s?)+)/;
/** Numbers above them are moments, in seconds and in milliseconds since 1970, and no durations. */
const LEAST_UNIX_SECONDS = 1e9;
const LEAST_UNIX_MS = 1e12;

/**
 * How long a back end asks to wait: by its headers, else in a field of the body, else by when its limits begin anew, else in its
 * message ("try again in 7.66s").
 */
export function readRetryAfter(
  headers: Headers,
  { retryDelay, message, headers: inner }: Pick<ErrorBody, 'retryDelay' | 'message' | 'headers'>,
  kind: ProviderErrorKind,
  now: number,
): number | undefined {
  const waits = [
    () => numberOf(headers['retry-after-ms']),
    () => waitIn(headers['retry-after'], now),
    () => retryDelay && durationMs(retryDelay),
    // They come with every answer, and say something only when a limit was the reason.
    () => (kind === 'rate_limit' ? untilReset({ ...inner, ...headers }, now) : undefined),
    () => durationMs(SAID.exec(message)?.[1] ?? ''),
  ];
  for (const read of waits) {
    const wait = read();
    if (typeof wait === 'number') return Math.round(wait);
  }
  return undefined;
}

/** The longest wait for a limit that is used up; where none is told to be, the shortest for any. */
function untilReset(headers: Headers, now: number): number | undefined {
  const resets = Object.entries(headers).flatMap(([name, value]) => {
    const wait = /ratelimit.*reset/.test(name) ? waitIn(value, now) : undefined;
    return wait === undefined
      ? []
      : [{ wait, left: numberOf(headers[name.replace('reset', 'remaining')]) }];
  });
  const usedUp = resets.filter(({ left }) => left === 0).map(({ wait }) => wait);
  if (usedUp.length > 0) return Math.max(...usedUp);
  return resets.length > 0 ? Math.min(...resets.map(({ wait }) => wait)) : undefined;
}

/** Seconds, a moment as a number or as a date, or a duration in words. */
function waitIn(value: Headers[string], now: number): number | undefined {
  const number = numberOf(value);
  if (number !== undefined) {
    if (number < LEAST_UNIX_SECONDS) return number * 1_000;
    return Math.max(0, (number < LEAST_UNIX_MS ? number * 1_000 : number) - now);
  }
  const words = String(value ?? '');
  const moment = Date.parse(words);
  if (/^[a-z]{3},|^\d{4}-/i.test(words) && !Number.isNaN(moment)) return Math.max(0, moment - now);
  return durationMs(words);
}

function numberOf(value: Headers[string]): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return number >= 0 ? number : undefined;
}

function durationMs(words: string): number | undefined {
  const parts = [...words.matchAll(DURATION)];
  if (parts.length === 0) return undefined;
  return parts.reduce(
    (sum, [, count, unit = 's']) => sum + Number(count) * (UNITS_MS[unit] ?? 0),
    0,
  );
}
