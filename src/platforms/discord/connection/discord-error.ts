import {
  PlatformError,
  type PlatformErrorKind,
  type PlatformErrorOptions,
} from '../../../errors.ts';

/** Discord refused or did not answer. */
export class DiscordError extends PlatformError {
  override name = 'DiscordError';
  /** Discord's own code, where it gave one: https://discord.com/developers/docs/topics/opcodes-and-status-codes */
  readonly code: number | undefined;

  constructor(
    message: string,
    options: Omit<PlatformErrorOptions, 'platform'> & { readonly code?: number | undefined },
  ) {
    super(message, { ...options, platform: 'discord' });
    this.code = options.code;
  }
}

const KINDS: ReadonlyMap<number, PlatformErrorKind> = new Map([
  // Unknown guild, channel, message; an interaction whose right to answer has ended.
  ...kind('gone', 10_003, 10_004, 10_008, 10_015, 10_062, 50_027),
  // No access, no permission, another's message, closed DMs, archived or locked threads.
  ...kind('forbidden', 50_001, 50_013, 50_005, 50_007, 50_083, 160_005),
  // Slow mode, write limits of announcements, channels and servers, edits of old messages.
  ...kind('rate_limit', 20_016, 20_022, 20_028, 20_029, 30_046),
  ...kind('server', 40_062, 130_000),
]);

/** Where Discord asks for a pause and does not say how long. */
const UNKNOWN_PAUSE_MS = 5_000;
const LONGEST_REASON = 300;

/**
 * What a failed request means. The library's own error is not kept as the cause: it holds the body, which is
 * people's text, and the address, which may hold an interaction's token. `what` says what was asked.
 */
export function toDiscordError(error: unknown, what: string, isCanceled: boolean): DiscordError {
  if (error instanceof DiscordError) return error;
  if (isCanceled) return new DiscordError(`Discord: ${what} was given up.`, { kind: 'canceled' });
  // The classes of discord.js cannot be asked for: it is not loaded unless it is used.
  const failure = Object(error) as Failure;
  if (failure.timeToReset !== undefined) return limited(failure, what);
  if (failure.status === undefined) {
    return new DiscordError(`Discord: ${what} got no answer: ${reasonOf(failure)}`, {
      kind: 'network',
    });
  }
  const code = typeof failure.code === 'number' ? failure.code : undefined;
  const kind = KINDS.get(code ?? 0) ?? kindOfStatus(failure.status);
  const message = `Discord refused: ${what}: ${reasonOf(failure)} (${failure.status}, code ${code ?? 'none'})`;
  return new DiscordError(message, {
    kind,
    code,
    ...(kind === 'rate_limit' && { retryAfterMs: pauseOf(failure) }),
  });
}

/** What discord.js' RateLimitError, DiscordAPIError and HTTPError hold. */
interface Failure {
  readonly message?: string;
  readonly status?: number;
  readonly code?: unknown;
  readonly rawError?: { readonly retry_after?: number };
  readonly retryAfter?: number;
  readonly timeToReset?: number;
}

function limited({ retryAfter = 0, timeToReset = 0 }: Failure, what: string): DiscordError {
  const retryAfterMs = Math.max(retryAfter, timeToReset);
  return new DiscordError(`Discord: ${what} must wait for its rate limit.`, {
    kind: 'rate_limit',
    retryAfterMs: retryAfterMs > 0 ? retryAfterMs : UNKNOWN_PAUSE_MS,
  });
}

function pauseOf({ rawError }: Failure): number {
  return rawError?.retry_after === undefined ? UNKNOWN_PAUSE_MS : rawError.retry_after * 1000;
}

function kindOfStatus(status: number): PlatformErrorKind {
  // Not implemented, and not later either.
  if (status === 501) return 'invalid';
  if (status >= 500) return 'server';
  if (status === 404) return 'gone';
  if (status === 429) return 'rate_limit';
  return status === 401 || status === 403 ? 'forbidden' : 'invalid';
}

function reasonOf({ message = 'unknown' }: Failure): string {
  return message.replace(/\s+/g, ' ').slice(0, LONGEST_REASON);
}

function kind(of: PlatformErrorKind, ...codes: number[]): [number, PlatformErrorKind][] {
  return codes.map((code) => [code, of]);
}
