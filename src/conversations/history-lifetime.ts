import type { Change } from '../contracts/store.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * How long the store keeps what people said, `ageMs` after they did. `historyDays` is as in `TurnLimits`.
 */
export function historyLifetime(historyDays: number, ageMs = 0): Pick<Change, 'ttlMs'> {
  return historyDays > 0 ? { ttlMs: historyDays * DAY_MS - ageMs } : {};
}
