import {
  PlatformError,
  type PlatformErrorKind,
  type PlatformErrorOptions,
} from '../../../errors.ts';

interface DiscordErrorOptions extends Omit<PlatformErrorOptions, 'platform'> {
  readonly code?: number | undefined;
}

/** The failure of a request that Discord refused or did not answer. */
export class DiscordError extends PlatformError {
  override name = 'DiscordError';
  /**
   * Discord's own code, where it gave one:
   * https://discord.com/developers/docs/topics/opcodes-and-status-codes
   */
  readonly code: number | undefined;

  constructor(message: string, options: DiscordErrorOptions) {
    super(message, { ...options, platform: 'discord' });
    this.code = options.code;
  }
}

/** The failure of a request that got a web page in place of an answer. */
export class WebPageError extends DiscordError {
  override name = 'WebPageError';

  constructor(purpose: string) {
    super(
      `Discord: ${purpose} got a web page and no answer. Look at DISCORD_API_URL and HTTPS_PROXY.`,
      { kind: 'network' },
    );
  }
}

/** True if Discord refused with one of these codes. */
export function hasCode(error: unknown, ...codes: readonly number[]): boolean {
  return error instanceof DiscordError && codes.includes(error.code ?? 0);
}

/** True for a `DiscordError` of one of these kinds. */
export function hasKind(error: unknown, ...kinds: readonly PlatformErrorKind[]): boolean {
  return error instanceof DiscordError && kinds.includes(error.kind);
}

/** True for a page that a shorter one may replace. */
export function isTooLong(error: unknown): boolean {
  return error instanceof DiscordError && error.isTooLong;
}

/** Discord's codes, where they say more than the HTTP status. */
const KIND_OF_CODE: ReadonlyMap<number, PlatformErrorKind> = new Map([
  // Unknown channel, guild, message or webhook; an interaction whose token is unknown or expired.
  ...codesOfKind('gone', 10_003, 10_004, 10_008, 10_015, 10_062, 50_027),
  // No access, no permission, another's message, closed DMs, archived or locked threads.
  ...codesOfKind('forbidden', 50_001, 50_013, 50_005, 50_007, 50_083, 160_005),
  // Slow mode, write limits of announcements, channels and servers, edits of old messages.
  ...codesOfKind('rate_limit', 20_016, 20_022, 20_028, 20_029, 30_046),
  ...codesOfKind('server', 40_062, 130_000),
]);

/**
 * A text with too many characters, as Discord says it (50035, `content[BASE_TYPE_MAX_LENGTH]: Must be
 * 2000 or fewer in length`), and in other servers' words. Other fields have lengths, too.
 */
const TOO_LONG =
  /\bcontent\b[^\n]*(?:max_length|fewer in length|too (?:long|large)|max(?:imum)? length|exceeds?)|\b(?:message|text)[ _](?:is )?too[ _]long/i;
/** A body with too many bytes. */
const ENTITY_TOO_LARGE = { status: 413, code: 40_005 };

/** The pause after a rate limit for which Discord does not say how long it lasts. */
const DEFAULT_PAUSE_MS = 5_000;
/** A longer pause is a mistake of the server. */
const LONGEST_PAUSE_MS = 24 * 60 * 60_000;
const MAX_REASON_LENGTH = 300;

/** The fields of discord.js' RateLimitError, DiscordAPIError and HTTPError. */
interface Failure {
  readonly message?: string;
  readonly status?: number;
  readonly code?: unknown;
  readonly rawError?: { readonly retry_after?: unknown };
  readonly retryAfter?: number;
  readonly timeToReset?: number;
  /** The rate limit holds for the whole bot. */
  readonly global?: boolean;
}

/**
 * Turns the error of a request to Discord into a `DiscordError`. `purpose` says what the request
 * was for: "edit a message".
 *
 * The error of discord.js is not kept as the cause: it holds the body, which is people's text, and
 * the address, which may hold the token of an interaction.
 */
export function toDiscordError(error: unknown, purpose: string, isCanceled: boolean): DiscordError {
  if (error instanceof DiscordError) return error;
  if (isCanceled)
    return new DiscordError(`Discord: ${purpose} was canceled.`, { kind: 'canceled' });

  // Not `instanceof`: discord.js is loaded only where it is used.
  const failure = Object(error) as Failure;
  if (failure.timeToReset !== undefined) return toRateLimitError(failure, purpose);
  if (failure.status === undefined) {
    return new DiscordError(`Discord: ${purpose} got no answer: ${reasonOf(failure)}`, {
      kind: 'network',
    });
  }

  return toRefusalError(failure, failure.status, purpose);
}

function toRateLimitError(
  { retryAfter = 0, timeToReset = 0, global = false }: Failure,
  purpose: string,
): DiscordError {
  const retryAfterMs = Math.min(Math.max(retryAfter, timeToReset), LONGEST_PAUSE_MS);
  return new DiscordError(`Discord: ${purpose} must wait for its rate limit.`, {
    kind: 'rate_limit',
    isGlobal: global,
    retryAfterMs: retryAfterMs > 0 ? retryAfterMs : DEFAULT_PAUSE_MS,
  });
}

function toRefusalError(failure: Failure, status: number, purpose: string): DiscordError {
  const code = typeof failure.code === 'number' ? failure.code : undefined;
  const kind = KIND_OF_CODE.get(code ?? 0) ?? kindOfStatus(status);
  const message = `Discord refused: ${purpose}: ${reasonOf(failure)} (${status}, code ${code ?? 'none'})`;

  if (kind === 'invalid') {
    return new DiscordError(message, { kind, code, isTooLong: saysTooLong(failure, status) });
  }
  if (kind !== 'rate_limit') return new DiscordError(message, { kind, code });
  return new DiscordError(message, { kind, code, retryAfterMs: pauseMsOf(failure) });
}

function pauseMsOf({ rawError }: Failure): number {
  const pauseMs = Number(rawError?.retry_after) * 1000;
  return pauseMs > 0 ? Math.min(pauseMs, LONGEST_PAUSE_MS) : DEFAULT_PAUSE_MS;
}

function saysTooLong({ message = '', code }: Failure, status: number): boolean {
  if (status === ENTITY_TOO_LARGE.status || code === ENTITY_TOO_LARGE.code) return true;
  return TOO_LONG.test(message);
}

function kindOfStatus(status: number): PlatformErrorKind {
  // 501: the server does not implement the method, so a retry does not help.
  if (status === 501) return 'invalid';
  if (status >= 500) return 'server';
  if (status === 404) return 'gone';
  if (status === 429) return 'rate_limit';
  return status === 401 || status === 403 ? 'forbidden' : 'invalid';
}

function reasonOf({ message = 'unknown' }: Failure): string {
  return String(message).replace(/\s+/g, ' ').slice(0, MAX_REASON_LENGTH);
}

function codesOfKind(kind: PlatformErrorKind, ...codes: number[]): [number, PlatformErrorKind][] {
  return codes.map((code) => [code, kind]);
}
