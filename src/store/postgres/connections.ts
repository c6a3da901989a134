import pg from 'pg';
import type { DatabaseRow } from '../../contracts/database.ts';
import { backoffMs } from '../../lib/backoff.ts';
import { type Clock, sleep } from '../../lib/clock.ts';
import { endsWithin } from '../../lib/ends-within.ts';
import type { DatabaseAddress } from './database-address.ts';
import { explainPostgres, toPostgresError } from './explain-postgres.ts';

/** Connections to a database, perhaps over a pooler: nothing of a session stays. */
export interface Connections {
  /**
   * Runs a statement that may run twice without harm. Waits for a server that is away for some seconds.
   *
   * @throws A `StoreError`.
   */
  repeat(text: string, values?: readonly unknown[]): Promise<readonly DatabaseRow[]>;
  /** As `repeat`, but a statement that may have arrived does not run again. */
  once(text: string, values?: readonly unknown[]): Promise<readonly DatabaseRow[]>;
  close(): Promise<void>;
}

/** The database, and the limits. */
interface ConnectionsOptions {
  readonly address: DatabaseAddress;
  /** The number of connections. */
  readonly most: number;
  readonly clock: Clock;
  /** The time for which a server may be away. Absent: 20 s. */
  readonly patienceMs?: number | undefined;
}

/** The number of connections of a process, where STORE_CONNECTIONS does not say it. */
export const USUAL_CONNECTIONS = 10;
/** A restart of PostgreSQL takes seconds; the lease of a process that cannot write ends after 10 to 15 s. */
const PATIENCE_MS = 20_000;
const WAITS = { firstMs: 25, longestMs: 1_000 };
const CONNECT_TIMEOUT_MS = 5_000;
const CLOSE_TIMEOUT_MS = 1_000;
/** The longest statement, a search for all keys of a million, takes a few seconds. */
const STATEMENT_TIMEOUT_MS = 15_000;

/** Opens connections as they are needed. */
export function createConnections({
  address,
  most,
  clock,
  patienceMs = PATIENCE_MS,
}: ConnectionsOptions): Connections {
  const pool = new pg.Pool({
    connectionString: address.url,
    fallback_application_name: 'parley',
    max: most,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
  });
  // A connection that breaks also fails its statement, which says so. Without a listener, the process would end.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));

  const closing = new AbortController();
  /** The server has been away since then. Everybody who waits for it shares this time. */
  let awaySince: number | undefined;
  let lastFailureAt = 0;

  /**
   * Tells whether to try again, after a failure that passes by itself. `since`: the first attempt. Others may succeed all
   * the time, as reads of a server that takes no writes do.
   */
  function mayWait(since: number): boolean {
    const now = clock.now();
    if (now - since >= patienceMs) return false;
    const isNew = awaySince === undefined || now - lastFailureAt > patienceMs;
    if (isNew) awaySince = now;
    lastFailureAt = now;
    return now - (awaySince ?? now) < patienceMs && !closing.signal.aborted;
  }

  async function insist(
    text: string,
    values: readonly unknown[] | undefined,
    isOnce: boolean,
  ): Promise<readonly DatabaseRow[]> {
    const since = clock.now();
    for (let failures = 1; ; failures += 1) {
      let client: pg.PoolClient | undefined;
      try {
        client = await pool.connect();
        const { rows } = await client.query({ text, values: [...(values ?? [])] });
        client.release();
        awaySince = undefined;
        return rows;
      } catch (error) {
        const { isPassing = false } = explainPostgres(error) ?? {};
        // What a server says about a statement concerns no other one.
        client?.release(isPassing || !isAnswer(error));
        const mayHaveArrived = isOnce && client !== undefined && !isUndone(error);
        if (!isPassing || mayHaveArrived || !mayWait(since)) throw toPostgresError(error, address);
        await sleep(clock, backoffMs(failures, WAITS), closing.signal);
      }
    }
  }

  return {
    repeat: (text, values) => insist(text, values, false),
    once: (text, values) => insist(text, values, true),
    async close() {
      if (closing.signal.aborted) return;
      closing.abort();
      // A server that does not answer does not hold the end up.
      await endsWithin(clock, CLOSE_TIMEOUT_MS, pool.end());
    },
  };
}

function isAnswer(error: unknown): boolean {
  return error instanceof Error && 'severity' in error;
}

/** The server gave way to another process, and undid the statement. */
function isUndone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(40001|40P01)$/.test(String(error.code));
}
