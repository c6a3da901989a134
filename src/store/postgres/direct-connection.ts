import pg from 'pg';
import type { DatabaseAddress } from './database-address.ts';
import { toPostgresError } from './explain-postgres.ts';

const CONNECT_TIMEOUT_MS = 5_000;

/** Ends an unanswered connection on the server within half a minute, and with it what the session holds. */
const SETTINGS =
  'SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; SET statement_timeout = 0';

/**
 * Opens a session of the database itself.
 *
 * @throws A `StoreError`.
 */
export async function openDirectConnection(address: DatabaseAddress): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: address.url,
    fallback_application_name: 'parley',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  });
  // Without a listener, a broken connection would end the process. Its statements fail as well.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query(SETTINGS);
    return client;
  } catch (error) {
    client.end().catch(() => {});
    throw toPostgresError(error, address);
  }
}

/**
 * Uses a session of the database itself, and closes it.
 *
 * @throws A `StoreError`, or what `use` throws.
 */
export async function withDirectConnection<Result>(
  address: DatabaseAddress,
  use: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = await openDirectConnection(address);
  try {
    return await use(client);
  } catch (error) {
    throw toPostgresError(error, address);
  } finally {
    client.end().catch(() => {});
  }
}
