import type { Clock } from '../lib/clock.ts';

/** A store of calls, which regains one call every `refillMs`. */
export interface TokenBucket {
  /** The earliest time at which a call leaves `reserved` calls; see `RateWindow.nextFreeAt`. */
  nextFreeAt(reserved: number): number;
  /** Counts a call as under way. The function that it gives ends the call. */
  startCall(): (wasMade: boolean) => void;
  /** Another process may have taken all calls, until this long ago. */
  drain(agoMs: number): void;
}

/**
 * Makes a full bucket. A call counts as missing while it is under way, and begins to come back with
 * its answer: not earlier than the network begins to count.
 */
export function createTokenBucket(
  { calls, refillMs }: { readonly calls: number; readonly refillMs: number },
  clock: Clock,
): TokenBucket {
  let callsUnderWay = 0;
  let missing = { calls: 0, since: clock.now() };

  function missingCalls(): number {
    const regained = (clock.now() - missing.since) / refillMs;
    return Math.max(0, missing.calls - regained);
  }

  return {
    nextFreeAt(reserved) {
      const allowedMissing = calls - reserved - 1 - callsUnderWay;
      if (allowedMissing < 0) return Number.POSITIVE_INFINITY;

      const callsToRegain = Math.max(0, missing.calls - allowedMissing);
      return missing.since + callsToRegain * refillMs;
    },

    drain(agoMs) {
      missing = { calls, since: clock.now() - agoMs };
    },

    startCall() {
      callsUnderWay += 1;
      return (wasMade) => {
        callsUnderWay -= 1;
        if (wasMade) missing = { calls: missingCalls() + 1, since: clock.now() };
      };
    },
  };
}
