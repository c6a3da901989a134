import type { Clock } from '../lib/clock.ts';

/**
 * Recognises penalties of all scopes together where the network does not say that it means all: several
 * scopes are penalised at almost the same time.
 */
export interface SharedPenalties {
  /** Records the penalty of one scope. Gives the time for which no scope may write; 0: the others may. */
  add(scope: string, durationMs: number): number;
}

/** The number of scopes, and the time between the first and the last of their penalties. */
interface SharedPenaltiesOptions {
  readonly clock: Clock;
  readonly scopes: number;
  readonly windowMs: number;
}

interface Penalty {
  readonly scope: string;
  readonly startedAt: number;
  readonly until: number;
}

/** Creates a memory without penalties. */
export function createSharedPenalties({
  clock,
  scopes,
  windowMs,
}: SharedPenaltiesOptions): SharedPenalties {
  /** The last penalty of each scope, at most `scopes` of them. */
  let penalties: readonly Penalty[] = [];

  return {
    add(scope, durationMs) {
      const now = clock.now();
      const isRecent = (penalty: Penalty) =>
        penalty.scope !== scope && penalty.startedAt > now - windowMs;
      const others = penalties.filter(isRecent).slice(1 - scopes);
      penalties = [...others, { scope, startedAt: now, until: now + durationMs }];
      if (penalties.length < scopes) return 0;

      // A longer one may be the penalty of one scope alone.
      return Math.max(0, Math.min(...penalties.map(({ until }) => until)) - now);
    },
  };
}
