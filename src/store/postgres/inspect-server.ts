import type pg from 'pg';
import type { Finding } from '../../contracts/finding.ts';
import type { Clock } from '../../lib/clock.ts';
import { measureStore } from '../measure-store.ts';
import { checkDirectAddress } from './check-direct-address.ts';
import { createConnections, USUAL_CONNECTIONS } from './connections.ts';
import { type DatabaseAddress, readDatabaseAddress } from './database-address.ts';
import { withDirectConnection } from './direct-connection.ts';
import { judgeConnections, judgeVersion } from './judge-connections.ts';

interface InspectParts {
  readonly url: string;
  readonly directUrl?: string | undefined;
  /** As in `PostgresOptions`. */
  readonly connections?: number | undefined;
  readonly clock: Clock;
}

const LOOK = `
SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS version_number,
  current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS most,
  (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS used,
  has_database_privilege(current_database(), 'CREATE') AS may_create,
  quote_ident(current_database()) AS database, quote_ident(current_user) AS "user",
  to_regclass('parley.entries') IS NOT NULL AS has_store,
  to_regnamespace('graphile_worker') IS NOT NULL AS has_queue`;

/** One row, which nobody sees. */
const TRY_WRITE = `INSERT INTO parley.entries (key, value) VALUES ('doctor', '{"value":{}}')`;

/**
 * Looks at the server of a store, for the doctor. Leaves nothing behind.
 *
 * @throws A `BotError` when it cannot be reached or used.
 */
export async function inspectServer(parts: InspectParts): Promise<readonly Finding[]> {
  const { url, directUrl, connections: most = USUAL_CONNECTIONS, clock } = parts;
  const address = readDatabaseAddress('STORE_URL', url);
  const direct =
    directUrl === undefined ? address : readDatabaseAddress('STORE_DIRECT_URL', directUrl);
  const connections = createConnections({ address, most: 1, clock, patienceMs: 0 });
  try {
    await connections.repeat('SELECT 1');
    const findings = await withDirectConnection(direct, async (client) => {
      const facts = (await client.query(LOOK)).rows[0];
      const { version, version_number: number, used } = facts;
      // It passes, or says in its error what helps.
      await checkDirectAddress({ client, direct, address, connections, clock });
      return [
        judgeVersion(String(version), Number(number), direct.shown),
        await checkRights(client, facts),
        judgeConnections({
          most: Number(facts.most),
          used: Number(used),
          ofProcess: most,
          isPooled: directUrl !== undefined,
        }),
      ];
    });
    const bytes = (await measureStore(url, { query: connections.repeat })) ?? 0;
    const megabytes = new Intl.NumberFormat('en').format(Math.ceil(bytes / 1_000_000));
    return [
      ...findings,
      { state: 'good', subject: 'sessions', result: describeSessions(direct, address) },
      { state: 'good', subject: 'size', result: `${megabytes} MB, with its indexes.` },
    ];
  } finally {
    await connections.close();
  }
}

function describeSessions(direct: DatabaseAddress, address: DatabaseAddress): string {
  return direct === address
    ? 'STORE_URL keeps a session, so processes hear of each other.'
    : `STORE_DIRECT_URL (${direct.shown}) keeps a session, so processes hear of each other.`;
}

async function checkRights(
  client: pg.Client,
  facts: Readonly<Record<string, unknown>>,
): Promise<Finding> {
  const subject = 'rights';
  const isComplete = facts.has_store === true && facts.has_queue === true;
  if (!isComplete && facts.may_create !== true) {
    return {
      state: 'bad',
      subject,
      result: 'The tables are missing, and this user may not create them.',
      cure: `As the owner of the database, let it create them once: GRANT CREATE ON DATABASE ${facts.database} TO ${facts.user}.`,
    };
  }
  if (facts.has_store !== true) {
    return { state: 'good', subject, result: 'The first start can create its tables.' };
  }
  await client.query('BEGIN');
  try {
    await client.query(TRY_WRITE);
  } finally {
    await client.query('ROLLBACK');
  }
  return { state: 'good', subject, result: 'The store can be read and written.' };
}
