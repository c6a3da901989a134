import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { ConfigError } from '../../errors.ts';
import type { Clock } from '../../lib/clock.ts';
import { endsWithin } from '../../lib/ends-within.ts';
import type { Connections } from './connections.ts';
import type { DatabaseAddress } from './database-address.ts';

/** Both addresses of a store, and a session at the direct one. */
export interface DirectAddressParts {
  /** A session at the direct address. */
  readonly client: pg.Client;
  readonly direct: DatabaseAddress;
  /** The address of `connections`: the same object where STORE_DIRECT_URL is not set. */
  readonly address: DatabaseAddress;
  readonly connections: Connections;
  readonly clock: Clock;
}

const NOTICE_TIMEOUT_MS = 3_000;

/**
 * Makes sure that the direct address keeps a session, and leads to the database of the store. A pooler in transaction
 * mode gives each transaction another session; in another database, locks, notifications and jobs are others. Both
 * would fail without any error: a lock would hold nothing, and a listener would hear nothing.
 *
 * @throws A `ConfigError`.
 */
export async function checkDirectAddress(parts: DirectAddressParts): Promise<void> {
  const { client, direct, address } = parts;
  const isPooled = await hasPooler(client);
  if (direct === address && !isPooled) return;
  // A pooler in session mode passes notifications on.
  if (await hearsNotifications(parts)) return;
  throw new ConfigError(
    isPooled
      ? `${direct.name}: ${direct.shown} is a pooler that gives each transaction another session. Name the database itself in STORE_DIRECT_URL, or a pooler in session mode, because locks and notifications need a session that stays.`
      : `${direct.name}: ${direct.shown} is another database than the one to which ${address.name} (${address.shown}) leads. Name the same database in both.`,
  );
}

/** The server tells each session its process, and a pooler tells its clients a number of its own. */
async function hasPooler(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query('SELECT pg_backend_pid() AS process');
  return Reflect.get(client, 'processID') !== rows[0].process;
}

/** A session hears only what is notified in its own database. */
async function hearsNotifications(parts: DirectAddressParts): Promise<boolean> {
  const { client, connections, clock } = parts;
  const channel = `parley_${randomUUID().replaceAll('-', '')}`;
  const heard = new Promise((resolve) => client.once('notification', resolve));
  await client.query(`LISTEN ${channel}`);
  await connections.repeat("SELECT pg_notify($1, '')", [channel]);
  const isHeard = await endsWithin(clock, NOTICE_TIMEOUT_MS, heard);
  await client.query(`UNLISTEN ${channel}`);
  return isHeard;
}
