import type { Clock } from '../lib/clock.ts';

/** A store of calls that fills up by one every `refillMs`. */
export interface TokenBucket {
  /** When there is a call left besides `reserved`. */
  roomAt(reserved: number): number;
  /** Takes one. Call what this gives once it was answered, or when it was not made. */
  spend(): (wasMade: boolean) => void;
}

/** A call under way is missing; from its answer on it comes back, not earlier than the network began to count. */
export function createTokenBucket(
  { calls, refillMs }: { readonly calls: number; readonly refillMs: number },
  clock: Clock,
): TokenBucket {
  let underWay = 0;
  let missing = { count: 0, at: clock.now() };
  const missingNow = () => Math.max(0, missing.count - (clock.now() - missing.at) / refillMs);

  return {
    roomAt(reserved) {
      const mayMiss = calls - reserved - 1 - underWay;
      if (mayMiss < 0) return Number.POSITIVE_INFINITY;
      return missing.at + Math.max(0, missing.count - mayMiss) * refillMs;
    },
    spend() {
      underWay += 1;
      return (wasMade) => {
        underWay -= 1;
        if (wasMade) missing = { count: missingNow() + 1, at: clock.now() };
      };
    },
  };
}
