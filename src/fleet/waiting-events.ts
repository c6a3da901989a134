import type { Database } from '../contracts/database.ts';

/** The events that no host has dealt with yet. */
export interface WaitingEvents {
  readonly count: number;
  /** The age of the oldest. */
  readonly oldestMs: number;
}

const HAS_EVENTS = `SELECT to_regclass('parley.events') IS NOT NULL AS has_events`;
const COUNT = `
SELECT count(*)::int AS count, coalesce(extract(epoch FROM now() - min(accepted_at)) * 1000, 0)::float8 AS oldest_ms
FROM parley.events WHERE done_at IS NULL`;

/** Counts the events that wait. On a store on which no fleet has worked there are none. */
export async function readWaitingEvents(query: Database['query']): Promise<WaitingEvents> {
  const [found] = await query(HAS_EVENTS);
  if (!found?.has_events) return { count: 0, oldestMs: 0 };
  const [row] = await query(COUNT);
  return { count: Number(row?.count), oldestMs: Number(row?.oldest_ms) };
}
