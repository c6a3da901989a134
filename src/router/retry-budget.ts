import type { Clock } from '../lib/clock.ts';

/** Limits the retries of all answers: where everything fails, retries only add to the load. */
export interface RetryBudget {
  /** Takes one retry. `false`: the budget has none at this moment. */
  take(): boolean;
}

const MAX_RETRIES = 20;
const MS_PER_RETRY = 3_000;

/** Makes a budget of 20 retries that regains one every 3 s. */
export function createRetryBudget(clock: Clock): RetryBudget {
  let retries = MAX_RETRIES;
  let refilledAt = clock.now();

  return {
    take() {
      retries = Math.min(MAX_RETRIES, retries + (clock.now() - refilledAt) / MS_PER_RETRY);
      refilledAt = clock.now();
      if (retries < 1) return false;
      retries -= 1;
      return true;
    },
  };
}
