import { type Clock, sleep } from '../lib/clock.ts';
import type { LimitInForce } from './list-limits.ts';

/** What one running attempt holds back. */
export interface OpenHold {
  readonly scopes: readonly string[];
  readonly person?: string;
  readonly tokens: number;
  readonly usd: number;
}

/** Knows what running attempts hold back: most of it comes free when they end. */
export interface OpenHolds {
  /** The returned function ends the hold. */
  add(hold: OpenHold): () => void;
  /** The part of a limit that is only held back. */
  heldOf(limit: Pick<LimitInForce, 'scope' | 'person'>, unit: 'tokens' | 'usd'): number;
  /** Resolves when a hold ends or may have ended, `ms` have passed, or `signal` aborts. */
  whenOneEnds(ms: number, signal: AbortSignal | undefined): Promise<void>;
}

/** A question waits so long for what running answers hold back. People wait meanwhile, and most answers take less. */
export const LONGEST_WAIT_FOR_HOLDS_MS = 60_000;

/** Other processes tell the ends of theirs, but to the ledger: it is asked so often. */
const LOOK_ELSEWHERE_MS = 1_000;

/**
 * Creates the open holds: at most one for each running answer, summary and transcription. `areElsewhere`: other
 * processes hold something back, too.
 */
export function createOpenHolds(clock: Clock, areElsewhere = () => false): OpenHolds {
  const holds = new Set<OpenHold>();
  let nextEnd = Promise.withResolvers<void>();

  return {
    add(hold) {
      holds.add(hold);
      return () => {
        if (!holds.delete(hold)) return;
        nextEnd.resolve();
        nextEnd = Promise.withResolvers<void>();
      };
    },

    heldOf({ scope, person }, unit) {
      let sum = 0;
      for (const hold of holds) {
        const isCounted = person === undefined || hold.person === person;
        if (isCounted && hold.scopes.includes(scope)) sum += hold[unit];
      }
      return sum;
    },

    async whenOneEnds(ms, signal) {
      const waiting = new AbortController();
      const signals = signal ? [signal, waiting.signal] : [waiting.signal];
      const waitMs = areElsewhere() ? Math.min(ms, LOOK_ELSEWHERE_MS) : ms;
      const late = sleep(clock, waitMs, AbortSignal.any(signals));
      await Promise.race([nextEnd.promise, late]);
      waiting.abort();
    },
  };
}
