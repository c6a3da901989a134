import type { ProviderErrorKind, ProviderEvent } from '../../contracts/provider.ts';
import { ProviderError } from '../../errors.ts';
import { createBackoff } from '../../lib/backoff.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';

const MAX_ATTEMPTS = 3;
const BACKOFF_LIMITS = { firstMs: 250, longestMs: 500 };

/** The kinds of failure that a new token may cure. */
const RETRIED_KINDS: ReadonlySet<ProviderErrorKind> = new Set([
  'auth',
  'permission',
  'server',
  'truncated',
  'empty',
]);

/**
 * Makes up to three attempts at an answer, as long as none of it was shown. `startAnswer` fetches a
 * new token for each.
 *
 * Providers leave retries to the router. Here they are part of the protocol: a token is good for
 * one request and for a few seconds, so that every server refuses one now and then.
 */
export function retryWithNewToken(
  startAnswer: () => AsyncIterable<ProviderEvent>,
  clock: Clock,
  log: Log | undefined,
  signal: AbortSignal,
): AsyncGenerator<ProviderEvent> {
  return keepFirstAccepted(makeAttempts(startAnswer, clock, log, signal));
}

async function* makeAttempts(
  startAnswer: () => AsyncIterable<ProviderEvent>,
  clock: Clock,
  log: Log | undefined,
  signal: AbortSignal,
): AsyncGenerator<ProviderEvent> {
  const backoff = createBackoff({ clock, ...BACKOFF_LIMITS });

  for (let attempt = 1; !signal.aborted; attempt++) {
    let hasContent = false;

    try {
      for await (const event of startAnswer()) {
        hasContent = event.type !== 'accepted';
        yield event;
      }
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (hasContent || attempt === MAX_ATTEMPTS || !isRetried(error)) throw error;

      log?.debug({ provider: 'vercel', error: String(error) }, 'vercel: retrying with a new token');
      await backoff.wait(signal);
    }
  }
}

/** Each attempt is accepted anew, but a stream has at most one `accepted`. */
async function* keepFirstAccepted(
  events: AsyncIterable<ProviderEvent>,
): AsyncGenerator<ProviderEvent> {
  let isFirst = true;

  for await (const event of events) {
    if (isFirst || event.type !== 'accepted') yield event;
    isFirst = false;
  }
}

function isRetried(error: unknown): boolean {
  return error instanceof ProviderError && RETRIED_KINDS.has(error.kind);
}
