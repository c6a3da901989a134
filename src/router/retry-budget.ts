import type { Clock } from '../lib/clock.ts';

/** How often back ends are asked again in all: where everything fails, retries would only add to the load. */
export interface RetryBudget {
  /** False: there is none left for now. */
  take(): boolean;
}

const MOST_RETRIES = 20;
const MS_PER_RETRY = 3_000;

export function createRetryBudget(clock: Clock): RetryBudget {
  let left = MOST_RETRIES;
  let countedAt = clock.now();
  return {
    take() {
      left = Math.min(MOST_RETRIES, left + (clock.now() - countedAt) / MS_PER_RETRY);
      countedAt = clock.now();
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
