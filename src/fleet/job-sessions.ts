import pg from 'pg';

interface JobSessionsOptions {
  /** The address of the database itself. */
  readonly url: string;
  /** The number of sessions. */
  readonly most: number;
  /** The time in which a statement has to be answered. Absent: 5 s. */
  readonly answerTimeoutMs?: number;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** A process that stops waits for an answer, too. */
const ANSWER_TIMEOUT_MS = 5_000;
/** The code of PostgreSQL for a write on a server that takes none. */
const READ_ONLY = '25006';
/** Changes of tables take longer. */
const LONG_ANSWER_TIMEOUT_MS = 60_000;

/**
 * Opens sessions for graphile-worker. Its own would wait for an answer for as long as the system tries to reach a
 * server that is gone, which takes a quarter of an hour. Here a statement without an answer fails, and its session ends.
 * It also ends on a server that takes no writes any more.
 */
export function openJobSessions({
  url,
  most,
  answerTimeoutMs = ANSWER_TIMEOUT_MS,
}: JobSessionsOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    fallback_application_name: 'parley',
    max: most,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: answerTimeoutMs,
    keepAlive: true,
  });
  // A session that breaks also fails its statement, which says so. Without a listener, the process would end.
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    client.on('error', () => {});
    endWhenUseless(client);
  });
  return pool;
}

/** Uses sessions for statements that may take long, and closes them. */
export async function withJobSessions<Result>(
  url: string,
  use: (pool: pg.Pool) => Promise<Result>,
): Promise<Result> {
  const pool = openJobSessions({ url, most: 2, answerTimeoutMs: LONG_ANSWER_TIMEOUT_MS });
  try {
    return await use(pool);
  } finally {
    pool.end().catch(() => {});
  }
}

/**
 * After a timeout, `pg` would let the next statement wait for the same answer. After a change of the leading server, the
 * old one would refuse each one.
 */
function endWhenUseless(client: pg.PoolClient): void {
  const ask: (...args: unknown[]) => unknown = client.query.bind(client);
  function query(...args: unknown[]): unknown {
    const answer = ask(...args);
    if (answer instanceof Promise) {
      answer.catch((error: unknown) => {
        // Who uses it gives it back, and the pool keeps none that has ended.
        if (isUseless(error) && client instanceof pg.Client) client.end().catch(() => {});
      });
    }
    return answer;
  }
  Object.assign(client, { query });
}

function isUseless(error: unknown): boolean {
  const { message, code }: { readonly message?: unknown; readonly code?: unknown } = Object(error);
  return message === 'Query read timeout' || code === READ_ONLY;
}
