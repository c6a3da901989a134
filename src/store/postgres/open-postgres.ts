import type pg from 'pg';
import type { Database } from '../../contracts/database.ts';
import { ConfigError, StoreError } from '../../errors.ts';
import { backoffMs } from '../../lib/backoff.ts';
import { type Clock, sleep } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { StorageAdapter } from '../local-adapter.ts';
import { checkDirectAddress, type DirectAddressParts } from './check-direct-address.ts';
import { createConnections, USUAL_CONNECTIONS } from './connections.ts';
import { type DatabaseAddress, readDatabaseAddress } from './database-address.ts';
import { openDirectConnection, withDirectConnection } from './direct-connection.ts';
import { createDirectSession } from './direct-session.ts';
import { toPostgresError } from './explain-postgres.ts';
import { createPostgresAdapter } from './postgres-adapter.ts';
import { prepareSchema, requireSchema } from './prepare-schema.ts';
import { createReadOnlyAdapter } from './read-only-adapter.ts';
import { createRiders } from './riders.ts';

/** The database to open, and the way to open it. */
export interface PostgresOptions {
  /** The address for most statements: perhaps of a pooler in transaction mode. */
  readonly url: string;
  /** The address of the database itself. Absent: `url` is. */
  readonly directUrl?: string | undefined;
  /** The number of connections to `url`. Absent: 10. */
  readonly connections?: number | undefined;
  readonly readOnly: boolean;
  /** As in `Connections`. Absent: 20 s. */
  readonly patienceMs?: number | undefined;
  /** As in `createSessionLocks`. Absent: 15 s. */
  readonly silenceMs?: number | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** A store in PostgreSQL. */
export interface OpenedPostgres {
  readonly adapter: StorageAdapter;
  /** Absent where the store is only read. */
  readonly database?: Database;
  /** Looks at the tables, where the store is only read. */
  readonly query?: Database['query'];
}

const USUAL_PATIENCE_MS = 20_000;
const WAITS = { firstMs: 100, longestMs: 2_000 };

/**
 * Opens the store in PostgreSQL, and creates its tables where they are missing. Waits for a server that starts at the
 * same time.
 *
 * @throws A `ConfigError` when a person must change something, a `BotError` when `readOnly` is set and there is no
 * store.
 */
export async function openPostgres(options: PostgresOptions): Promise<OpenedPostgres> {
  const { url, directUrl, readOnly } = options;
  const address = readDatabaseAddress('STORE_URL', url);
  const direct =
    directUrl === undefined ? address : readDatabaseAddress('STORE_DIRECT_URL', directUrl);
  try {
    return await (readOnly ? openToRead(address, options) : openToWork(address, direct, options));
  } catch (error) {
    throw toConfigError(error, readOnly ? address : direct);
  }
}

/** Names the variable of the address that cannot be used. */
function toConfigError(error: unknown, { name }: DatabaseAddress): unknown {
  if (!(error instanceof StoreError)) return error;
  return new ConfigError(`${name}: ${error.message}`, { cause: error });
}

async function openToRead(
  address: DatabaseAddress,
  options: PostgresOptions,
): Promise<OpenedPostgres> {
  const { clock } = options;
  await withDirectConnection(address, (client) => requireSchema(client, address));
  const connections = createConnections({ address, most: 2, clock, patienceMs: 0 });
  const runLong = async () => {};
  const parts = { connections, runLong, clock, close: connections.close };
  const adapter = createReadOnlyAdapter(createPostgresAdapter(parts));
  return { adapter, query: connections.repeat };
}

async function openToWork(
  address: DatabaseAddress,
  direct: DatabaseAddress,
  options: PostgresOptions,
): Promise<OpenedPostgres> {
  const { connections: most = USUAL_CONNECTIONS, patienceMs, silenceMs, clock, log } = options;
  const connections = createConnections({ address, most, clock, patienceMs });
  const parts = { address, direct, connections, clock };
  const first = await insist(options, () => openPrepared(parts)).catch(async (error: unknown) => {
    await connections.close();
    throw error;
  });

  const session = createDirectSession({ first, address: direct, clock, log, silenceMs });
  const runLong = (text: string) =>
    withDirectConnection(direct, async (client) => void (await client.query(text)));
  const close = async () => {
    await Promise.all([session.close(), connections.close()]);
  };
  const runAlone = (text: string, values: readonly string[]) => connections.once(text, [values]);
  const riders = createRiders({ clock, runAlone });
  const adapter = createPostgresAdapter({ connections, session, runLong, riders, clock, close });
  await session.settled();
  const { listen, withLock } = session;
  const query: Database['query'] = (text, values, { mayRepeat = false } = {}) =>
    mayRepeat ? connections.repeat(text, values) : connections.once(text, values);
  const explain = (error: unknown) => toPostgresError(error, direct);
  return {
    adapter,
    database: { query, ride: riders.ride, listen, withLock, directUrl: direct.url, explain },
  };
}

/** Opens a session, checks both addresses, and creates the tables where they are missing. */
async function openPrepared(parts: Omit<DirectAddressParts, 'client'>): Promise<pg.Client> {
  const { address, direct, connections } = parts;
  const client = await openDirectConnection(direct);
  try {
    await connections.repeat('SELECT 1').catch((error: unknown) => {
      throw toConfigError(error, address);
    });
    await checkDirectAddress({ ...parts, client });
    await prepareSchema(client, direct);
    return client;
  } catch (error) {
    client.end().catch(() => {});
    throw toPostgresError(error, direct);
  }
}

/** Repeats the first connection, while the server starts. */
async function insist<Result>(
  { patienceMs = USUAL_PATIENCE_MS, clock, log }: PostgresOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  const until = clock.now() + patienceMs;
  for (let failures = 1; ; failures += 1) {
    try {
      return await work();
    } catch (error) {
      const mayPass = error instanceof StoreError && error.kind === 'unreachable';
      if (!mayPass || clock.now() >= until) throw error;
      if (failures === 1) log.warn({}, `store: ${error.message} Trying again for a while.`);
      await sleep(clock, backoffMs(failures, WAITS));
    }
  }
}
