import type { OverallLimit } from '../../../contracts/reply-surface.ts';
import type { TakeCall } from '../../../contracts/take-call.ts';
import type { Clock } from '../../../lib/clock.ts';
import { DiscordError, toDiscordError } from './discord-error.ts';

/** The turns of the requests that belong to no write of a reply. */
export interface RequestTurns {
  /** From now on, requests wait for their turns. Before, each has its turn at once. */
  join(takeCall: TakeCall): void;
  /**
   * Waits until the limit of all requests has room for one, and counts it. Gives the function to call when it has ended.
   *
   * @throws A `DiscordError`: `rate_limit` after a long wait.
   */
  take(purpose: string, signal?: AbortSignal): Promise<() => void>;
}

/** A process that others take for dead has no part of the limit for about as long. */
const LONGEST_WAIT_MS = 20_000;

/** Creates the turns of one bot within its limit of all requests. */
export function createRequestTurns(clock: Clock, overall: OverallLimit): RequestTurns {
  const { calls, windowMs } = overall;
  const budget = { scope: `${overall.scope}:requests`, calls, windowMs, gapMs: 0, overall };
  let takeCall: TakeCall | undefined;

  return {
    join(take) {
      takeCall = take;
    },

    async take(purpose, signal) {
      if (!takeCall) return () => {};

      const timeout = new AbortController();
      const cancelTimeout = clock.after(LONGEST_WAIT_MS, () => timeout.abort());
      const either = signal ? AbortSignal.any([signal, timeout.signal]) : timeout.signal;
      try {
        return await takeCall(budget, either);
      } catch (error) {
        if (signal?.aborted) throw toDiscordError(undefined, purpose, true);
        if (!timeout.signal.aborted) throw error;
        const message = `Discord: ${purpose} waited too long for its turn among all requests.`;
        throw new DiscordError(message, { kind: 'rate_limit', retryAfterMs: windowMs });
      } finally {
        cancelTimeout();
      }
    },
  };
}
