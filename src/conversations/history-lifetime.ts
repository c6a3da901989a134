import type { Change } from '../contracts/store.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** How long the store keeps the history of a conversation. `historyDays` is as in `TurnLimits`. */
export function historyLifetime(historyDays: number): Pick<Change, 'ttlMs'> {
  return historyDays > 0 ? { ttlMs: historyDays * DAY_MS } : {};
}
