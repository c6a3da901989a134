import { BotError, ConfigError } from '../../errors.ts';
import type { DatabaseAddress } from './database-address.ts';

/** The version of the schema. A higher one belongs to a newer Parley. */
const POSTGRES_FORMAT = 1;

/**
 * `COLLATE "C"`: keys are compared byte by byte, so that those with one prefix stand together whatever language the
 * database is set to. Most writes replace a row: free room in each page lets the new row stand beside the old one, and
 * dead rows are cleared when 2 % have changed, not at 20 % of a large table.
 */
const SCHEMA = `
CREATE SCHEMA IF NOT EXISTS parley;
CREATE TABLE parley.entries (key text COLLATE "C" PRIMARY KEY, value text NOT NULL, expires bigint)
  WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
CREATE INDEX entries_expires ON parley.entries (expires) WHERE expires IS NOT NULL;
CREATE TABLE parley.writers (id text PRIMARY KEY, number bigint NOT NULL, is_allowed boolean NOT NULL,
  is_matching boolean NOT NULL, written_at timestamptz NOT NULL DEFAULT now()) WITH (fillfactor = 50);
CREATE TABLE parley.store (format integer NOT NULL);
INSERT INTO parley.store VALUES (${POSTGRES_FORMAT});`;

/** A session of `pg`, as far as it is needed here. */
interface Session {
  query(text: string): Promise<{ readonly rows: readonly Record<string, unknown>[] }>;
}

/** Older servers do not know a setting of the tables. */
export const OLDEST_POSTGRES = 13;

const FIND_FORMAT = `
SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding,
  to_regclass('parley.store') IS NOT NULL AS is_ours,
  EXISTS (SELECT FROM pg_class WHERE relnamespace = to_regnamespace('parley')) AS is_used`;

/**
 * Creates Parley's tables where they are missing, though several processes start at the same moment.
 *
 * @throws A `ConfigError` where the schema belongs to another program or to a newer Parley.
 */
export async function prepareSchema(client: Session, address: DatabaseAddress): Promise<void> {
  // Once the tables exist, a user without the right to create any is enough.
  if (await hasSchema(client, address)) return;
  try {
    await client.query('BEGIN');
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended('parley schema', 0))");
    if (!(await hasSchema(client, address))) await client.query(SCHEMA);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

/**
 * Makes sure that the tables exist, for a look at them.
 *
 * @throws A `BotError` where no Parley has run yet; otherwise as `prepareSchema`.
 */
export async function requireSchema(client: Session, address: DatabaseAddress): Promise<void> {
  if (await hasSchema(client, address)) return;
  throw new BotError(
    `There is no store in PostgreSQL at ${address.shown}: no Parley has run with this STORE_URL yet.`,
  );
}

async function hasSchema(client: Session, { name, shown }: DatabaseAddress): Promise<boolean> {
  const [found] = (await client.query(FIND_FORMAT)).rows;
  const { version, encoding, is_ours: isOurs, is_used: isUsed } = found ?? {};
  // 150004 is version 15.4.
  if (Number(version) < OLDEST_POSTGRES * 10_000) {
    throw new ConfigError(
      `${name}: Parley needs PostgreSQL ${OLDEST_POSTGRES} or newer, and ${shown} is older.`,
    );
  }
  if (encoding !== 'UTF8') {
    throw new ConfigError(
      `${name}: ${shown} stores text in the encoding ${encoding}, which cannot hold all languages. Create another database, with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.`,
    );
  }
  if (!isOurs && isUsed) {
    throw new ConfigError(
      `${name}: the schema “parley” of ${shown} belongs to another program. Give Parley a database of its own.`,
    );
  }
  if (!isOurs) return false;

  const { format } = (await client.query('SELECT format FROM parley.store')).rows[0] ?? {};
  if (Number(format) > POSTGRES_FORMAT) {
    throw new ConfigError(
      `${name}: the store at ${shown} was written by a newer Parley (format ${format}, this one reads ${POSTGRES_FORMAT}). Update Parley, or choose another database.`,
    );
  }
  return true;
}
