import type { ProviderErrorKind } from '../../../contracts/provider.ts';
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
const WAIT_IN_WORDS =
  /\b(?:try again|retry|retrying|available|resets?|wait)(?: (?:in|after|for))? ((?:\d+(?:\.\d+)?\s?(?:milli|ms|[smhd])[a-z]*\s?)+)/;
/** `请在6秒后重试`: please try again after 6 seconds. */
const WAIT_IN_CHINESE = /(\d+(?:\.\d+)?)\s?(秒|分钟|小时)(?:之?后|再)/;
const CHINESE_UNITS: Readonly<Record<string, string>> = { 秒: 's', 分钟: 'm', 小时: 'h' };
/**
 * `resets at 2026-05-15T15:00:00Z` (MiniMax), `will reset at 2026-04-09 15:13:03` (Zhipu), `resets at:
 * 2026-05-15 15:00:00 UTC` (LiteLLM), `regain access on 2026-12-01 at 00:00 UTC` (Anthropic).
 */
const RESET_TIME =
  /\b(?:resets? at|regain access on):? (\d{4}-\d\d-\d\d)(?:[t ]| at )(\d\d:\d\d(?::\d\d)?)(z|[+-]\d\d:?\d\d| utc|)/;
/** Zhipu, the only vendor that leaves the zone out, writes the time of Beijing. */
const ZONE_WHERE_NONE_IS_WRITTEN = '+08:00';
/** Limits that last long, for refusals that do not say when the limit ends. */
const LONG_LIMIT =
  /\bper[ -]day\b|\bdaily\b|\brpd\b|\btpd\b|today's quota|\busage limit\b|billing cycle|\b(?:weekly|monthly) limit|calls \/ month|by ?day\b/;
/** Until such a limit ends, one attempt an hour is enough. */
const LONG_LIMIT_MS = 3_600_000;

/**
 * Greater numbers are points in time since 1970, in seconds or in milliseconds, and not durations.
 */
const MIN_UNIX_SECONDS = 1e9;
const MIN_UNIX_MS = 1e12;

/**
 * Reads the wait that a back end asks for, in milliseconds. Looks, in this order, at the
 * `retry-after` headers, at the delay in the body, at the headers that say when the rate limit
 * resets, and at the message ("try again in 7.66s"). A limit of a day or more without a time
 * counts as an hour.
 */
export function readRetryAfter(
  headers: Headers,
  body: Pick<ErrorBody, 'retryDelay' | 'messages' | 'headers'>,
  kind: ProviderErrorKind,
  nowMs: number,
): number | undefined {
  const message = body.messages.join('\n');
  const readers = [
    () => readNumber(headers['retry-after-ms']),
    () => readWait(headers['retry-after'], nowMs),
    () => body.retryDelay && readDuration(body.retryDelay),
    // These headers come with every response. They mean a wait only when a limit was the reason.
    () => (kind === 'rate_limit' ? readReset({ ...body.headers, ...headers }, nowMs) : undefined),
    () => readDuration(WAIT_IN_WORDS.exec(message)?.[1] ?? ''),
    () => readResetTime(message, nowMs),
    () => readChineseWait(message),
    () => (kind === 'rate_limit' && LONG_LIMIT.test(message) ? LONG_LIMIT_MS : undefined),
  ];

  for (const read of readers) {
    const waitMs = read();
    if (typeof waitMs === 'number') return Math.round(waitMs);
  }

  return undefined;
}

function readResetTime(message: string, nowMs: number): number | undefined {
  const [found, date, time, zone] = RESET_TIME.exec(message) ?? [];
  if (found === undefined) return undefined;

  const resetMs = Date.parse(
    `${date}T${time}${zone?.toUpperCase().replace(' UTC', 'Z') || ZONE_WHERE_NONE_IS_WRITTEN}`,
  );
  return Number.isNaN(resetMs) ? undefined : Math.max(0, resetMs - nowMs);
}

function readChineseWait(message: string): number | undefined {
  const [, count, unit = ''] = WAIT_IN_CHINESE.exec(message) ?? [];
  return count === undefined ? undefined : readDuration(`${count}${CHINESE_UNITS[unit]}`);
}

/**
 * The longest wait among the limits that are used up. When the headers name no such limit, the
 * shortest wait of all.
 */
function readReset(headers: Headers, nowMs: number): number | undefined {
  const resets = Object.entries(headers).flatMap(([name, value]) => {
    const waitMs = /ratelimit.*reset/.test(name) ? readWait(value, nowMs) : undefined;
    if (waitMs === undefined) return [];

    const remaining = readNumber(headers[name.replace('reset', 'remaining')]);
    return [{ waitMs, remaining }];
  });

  const usedUp = resets.filter(({ remaining }) => remaining === 0);
  if (usedUp.length > 0) return Math.max(...usedUp.map(({ waitMs }) => waitMs));

  return resets.length > 0 ? Math.min(...resets.map(({ waitMs }) => waitMs)) : undefined;
}

/**
 * Reads seconds, a point in time as a number or as a date, or a duration in words. In milliseconds.
 */
function readWait(value: Headers[string], nowMs: number): number | undefined {
  const number = readNumber(value);

  if (number !== undefined) {
    if (number < MIN_UNIX_SECONDS) return number * 1_000;

    const unixMs = number < MIN_UNIX_MS ? number * 1_000 : number;
    return Math.max(0, unixMs - nowMs);
  }

  const words = String(value ?? '');
  const dateMs = Date.parse(words);
  const isDate = /^[a-z]{3},|^\d{4}-/i.test(words) && !Number.isNaN(dateMs);

  return isDate ? Math.max(0, dateMs - nowMs) : readDuration(words);
}

function readNumber(value: Headers[string]): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return number >= 0 ? number : undefined;
}

/** Reads durations such as `1m2.5s`, `20ms` and `2 seconds`. In milliseconds. */
function readDuration(words: string): number | undefined {
  const parts = [...words.matchAll(DURATION)];
  if (parts.length === 0) return undefined;

  return parts.reduce(
    (sum, [, count, unit = 's']) => sum + Number(count) * (UNITS_MS[unit] ?? 0),
    0,
  );
}
