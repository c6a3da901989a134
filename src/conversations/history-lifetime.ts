import type { Change } from '../contracts/store.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Gives the time for which the store still keeps words that people wrote `ageMs` ago. `historyDays` is as in `ScopeSettings`.
 */
export function historyLifetime(historyDays: number, ageMs = 0): Pick<Change, 'ttlMs'> {
  return historyDays > 0 ? { ttlMs: historyDays * DAY_MS - ageMs } : {};
}
