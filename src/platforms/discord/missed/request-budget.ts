import type { Clock } from '../../../lib/clock.ts';
import { DiscordError } from '../connection/discord-error.ts';
import type { RestCalls, RestRoute } from '../connection/rest-calls.ts';
import { waitOutLimits } from '../connection/wait-out-limits.ts';

/** Reads over REST, a bounded number of times. */
export interface RequestBudget {
  /** @throws A `DiscordError`, also when nothing is left. */
  get(route: RestRoute, query?: Readonly<Record<string, string>>): Promise<unknown>;
  isLeft(): boolean;
}

interface RequestBudgetParts {
  readonly calls: RestCalls;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly most: number;
}

/** Nobody waits for what was missed. */
const LONGEST_WAIT_MS = 30_000;

/** Creates a full budget. */
export function createRequestBudget(parts: RequestBudgetParts): RequestBudget {
  const { calls, clock, signal } = parts;
  let left = parts.most;

  return {
    isLeft: () => left > 0 && !signal.aborted,
    async get(route, query = {}) {
      if (left < 1 || signal.aborted)
        throw new DiscordError('Discord: no more looks for missed messages.', { kind: 'canceled' });
      left -= 1;
      const options = { purpose: 'look for missed messages', rateLimitKey: route, query, signal };
      return waitOutLimits({ clock, signal, longestWaitMs: LONGEST_WAIT_MS }, () =>
        calls.send<unknown>('get', route, options),
      );
    },
  };
}
