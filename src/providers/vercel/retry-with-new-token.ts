import type { ProviderEvent } from '../../contracts/provider.ts';
import { ProviderError, type ProviderErrorKind } from '../../errors.ts';
import { type Clock, sleep } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';

const MOST_TRIES = 3;
const FIRST_PAUSE_MS = 250;
/** What a new token may help against. */
const TRIED_AGAIN: ReadonlySet<ProviderErrorKind> = new Set([
  'auth',
  'permission',
  'server',
  'truncated',
  'empty',
]);

/**
 * Up to three tries, as long as nothing was said. Providers leave that to the router; here it is part of the protocol, since a token
 * is good for seconds and for one question, so that every server refuses one now and then.
 */
export function retryWithNewToken(
  ...tries: Parameters<typeof manyTries>
): AsyncGenerator<ProviderEvent> {
  return acceptedOnce(manyTries(...tries));
}

async function* manyTries(
  answer: () => AsyncIterable<ProviderEvent>,
  clock: Clock,
  log: Log | undefined,
  signal: AbortSignal,
): AsyncGenerator<ProviderEvent> {
  for (let tries = 1; !signal.aborted; tries++) {
    let hasSpoken = false;
    try {
      for await (const event of answer()) {
        hasSpoken = event.type !== 'accepted';
        yield event;
      }
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (hasSpoken || tries === MOST_TRIES || !mayPass(error)) throw error;
      log?.debug({ provider: 'vercel', error: String(error) }, 'asking again, with a new token');
      await sleep(clock, FIRST_PAUSE_MS * tries, signal);
    }
  }
}

async function* acceptedOnce(events: AsyncIterable<ProviderEvent>): AsyncGenerator<ProviderEvent> {
  let isFirst = true;
  for await (const event of events) {
    if (isFirst || event.type !== 'accepted') yield event;
    isFirst = false;
  }
}

function mayPass(error: unknown): boolean {
  return error instanceof ProviderError && TRIED_AGAIN.has(error.kind);
}
