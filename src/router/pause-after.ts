import type { ProviderError, ProviderErrorKind } from '../errors.ts';

/** What must pass before the same model is asked once more. */
export interface Pause {
  readonly ms: number;
  /** Only the key that was used has to pause: another one may be asked at once. */
  readonly ofKeyOnly: boolean;
}

const FIRST_BACKOFF_MS = 250;
const LONGEST_BACKOFF_MS = 4_000;
/** A person has to do something about such a key. */
const KEY_REST_MS = 10 * 60_000;

/** What helps against a failure of each kind; against the others only another model does. */
const REMEDIES: Readonly<Record<ProviderErrorKind, 'replace key' | 'spare key' | 'ask again' | 'none'>> = {
  auth: 'replace key',
  permission: 'replace key',
  payment: 'replace key',
  rate_limit: 'spare key',
  overloaded: 'ask again',
  server: 'ask again',
  connect: 'ask again',
  truncated: 'ask again',
  empty: 'ask again',
  timeout_first: 'ask again',
  timeout_idle: 'none',
  timeout_total: 'none',
  not_found: 'none',
  bad_request: 'none',
  context_length: 'none',
  content_filter: 'none',
  too_large: 'none',
  protocol: 'none',
  canceled: 'none',
};

/** The pause after so many `failures` in a row; `undefined`: asking again would not help. */
export function pauseAfter(error: ProviderError, failures: number, random: () => number): Pause | undefined {
  const remedy = REMEDIES[error.kind];
  if (remedy === 'none') return undefined;
  if (remedy === 'replace key') return { ms: Math.max(KEY_REST_MS, error.retryAfterMs ?? 0), ofKeyOnly: true };
  // Full jitter: many askers who failed together must not come back together.
  const backoffMs = random() * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1));
  return { ms: error.retryAfterMs ?? backoffMs, ofKeyOnly: remedy === 'spare key' };
}
