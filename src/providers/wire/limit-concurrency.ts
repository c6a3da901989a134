import type { Provider } from '../../contracts/provider.ts';
import type { RequestParty } from '../../contracts/request-party.ts';
import type { Shares } from '../../contracts/shares.ts';
import { ProviderError } from '../../errors.ts';
import type { Clock } from '../../lib/clock.ts';
import { createFairSlots } from '../../lib/fair-slots.ts';
import { withTimeout } from '../../lib/with-timeout.ts';

const MAX_WAITING_REQUESTS = 100;
const MAX_WAIT_MS = 5 * 60_000;

/** A request for nobody shares one party with the others for nobody. */
const NOBODY: RequestParty = { channel: '' };

/** A clock, and other processes that ask the same service. */
interface LimitParts {
  readonly clock: Clock;
  /** Absent: no other process does. */
  readonly shares?: Shares | undefined;
}

/**
 * The same provider, with at most `concurrency` answers under way. Further requests wait in line, in a
 * fair order: see `FairOrder`. All processes of a fleet together have that many.
 *
 * Its `stream` throws a `ProviderError` of kind `rate_limit` when 100 requests wait already, or
 * after a wait of five minutes.
 */
export function limitConcurrency(
  provider: Provider,
  concurrency: number,
  { clock, shares }: LimitParts,
): Provider {
  const { keyAlias } = provider;
  // Each key has places of its own.
  const name = ['provider', provider.name, ...(keyAlias ? [keyAlias] : [])].join(':');
  const slots = createFairSlots({
    count: concurrency,
    maxWaiting: MAX_WAITING_REQUESTS,
    openShare: shares && ((use) => shares.open({ ...use, name, total: concurrency, windowMs: 0 })),
  });
  const createError = () => createQueueError(provider.name, concurrency);

  const waitForSlot = (party: RequestParty, signal: AbortSignal) =>
    withTimeout({ clock, timeoutMs: MAX_WAIT_MS, onTimeout: createError }, (timeoutSignal) =>
      slots.take(party, AbortSignal.any([signal, timeoutSignal])),
    );

  return {
    ...provider,
    concurrency,
    isBusy: () => slots.areTaken,

    async *stream(request, signal) {
      const giveBack = await waitForSlot(request.party ?? NOBODY, signal);
      if (!giveBack) {
        if (signal.aborted) return;
        throw createError();
      }

      try {
        yield* provider.stream(request, signal);
      } finally {
        giveBack();
      }
    },
  };
}

/** The kind is that of a back end's own rate limit, since another key may be free. */
function createQueueError(provider: string, concurrency: number): ProviderError {
  const variable = `${provider.toUpperCase().replaceAll('-', '_')}_CONCURRENCY`;
  return new ProviderError(
    `${provider} has too many requests in line: it answers ${concurrency} at a time, as ${variable} says.`,
    { kind: 'rate_limit', provider },
  );
}
