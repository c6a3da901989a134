import type { ProviderError, ProviderErrorKind } from '../errors.ts';

const FIRST_BACKOFF_MS = 250;
const LONGEST_BACKOFF_MS = 4_000;
/** Nobody waits longer for an answer that has not begun. */
const LONGEST_RETRY_AFTER_MS = 10_000;

/** How often the same model is asked again after a failure of each kind; never after the others. */
const RETRIES: Partial<Record<ProviderErrorKind, number>> = {
  rate_limit: 2,
  overloaded: 2,
  server: 2,
  connect: 2,
  truncated: 1,
  empty: 1,
  timeout_first: 1,
};

/** How long to wait before the next attempt after so many `failures`; `undefined`: it would not help. */
export function retryDelay(error: ProviderError, failures: number, random: () => number): number | undefined {
  if (failures > (RETRIES[error.kind] ?? 0)) return undefined;
  if (error.retryAfterMs !== undefined) {
    return error.retryAfterMs <= LONGEST_RETRY_AFTER_MS ? error.retryAfterMs : undefined;
  }
  // Full jitter: many askers who failed together must not come back together.
  return random() * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1));
}
