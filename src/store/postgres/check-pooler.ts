import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { ConfigError } from '../../errors.ts';
import type { Clock } from '../../lib/clock.ts';
import { endsWithin } from '../../lib/ends-within.ts';
import type { Connections } from './connections.ts';
import type { DatabaseAddress } from './database-address.ts';

interface PoolerParts {
  /** A connection to the direct address. */
  readonly client: pg.Client;
  readonly direct: DatabaseAddress;
  readonly connections: Connections;
  readonly clock: Clock;
}

const NOTICE_TIMEOUT_MS = 3_000;

/**
 * Makes sure that the direct address keeps a session: a pooler in transaction mode gives each transaction another one,
 * so a lock would hold nothing and a listener would hear nothing, without any error.
 *
 * @throws A `ConfigError`.
 */
export async function checkPooler(parts: PoolerParts): Promise<void> {
  const { client, direct, connections, clock } = parts;
  if (!(await isPooled(client))) return;

  // A pooler in session mode also has a number of its own, but passes notifications on.
  const channel = `parley_${randomUUID().replaceAll('-', '')}`;
  const heard = new Promise((resolve) => client.once('notification', resolve));
  await client.query(`LISTEN ${channel}`);
  await connections.repeat("SELECT pg_notify($1, '')", [channel]);
  if (await endsWithin(clock, NOTICE_TIMEOUT_MS, heard)) return;
  throw new ConfigError(
    `${direct.name}: ${direct.shown} is a pooler that gives each transaction another session. Name the database itself in STORE_DIRECT_URL, or a pooler in session mode, because locks and notifications need a session that stays.`,
  );
}

/** The server tells each session its process, and a pooler tells its clients a number of its own. */
async function isPooled(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query('SELECT pg_backend_pid() AS process');
  return Reflect.get(client, 'processID') !== rows[0].process;
}
