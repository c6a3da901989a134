import type pg from 'pg';
import type { DatabaseRow } from '../../contracts/database.ts';
import { ConfigError } from '../../errors.ts';
import type { Clock } from '../../lib/clock.ts';
import { createStore } from '../store.ts';
import {
  type EntriesOptions,
  type EntrySource,
  type EntryTarget,
  entriesQuery,
  toStoredEntry,
} from '../stored-entry.ts';
import type { Connections } from './connections.ts';
import { type DatabaseAddress, readDatabaseAddress } from './database-address.ts';
import { openDirectConnection } from './direct-connection.ts';
import { toPostgresError } from './explain-postgres.ts';
import { createPostgresAdapter } from './postgres-adapter.ts';
import { prepareSchema, requireSchema } from './prepare-schema.ts';

const READ = entriesQuery('parley.entries', '$1', '$2');
const INSERT =
  'INSERT INTO parley.entries (key, value, expires) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])';
/** The code of a lock that was not free in time. */
const LOCK_NOT_FREE = '55P03';

/** The entries of a database, as of one moment, in one session. */
export async function openPostgresSource(options: EntriesOptions): Promise<EntrySource> {
  const address = readDatabaseAddress(options.name, options.url);
  const client = await openDirectConnection(address);
  return withClient(client, async () => {
    await explained(address, () => requireSchema(client, address));
    const run = createRun(client, address);
    await run('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return sourceOf(run, client, address, options);
  });
}

/** One transaction, which holds the store alone, so that no process begins to work on a part of it. */
export async function openPostgresTarget(
  options: EntriesOptions & { readonly clock: Clock },
): Promise<EntryTarget> {
  const { name, url, clock } = options;
  const address = readDatabaseAddress(name, url);
  const client = await openDirectConnection(address);
  return withClient(client, async () => {
    await explained(address, () => prepareSchema(client, address));
    const run = createRun(client, address);
    await run("BEGIN; SET LOCAL lock_timeout = '5s'");
    await client.query('LOCK TABLE parley.entries IN EXCLUSIVE MODE').catch((error) => {
      if (Object(error).code !== LOCK_NOT_FREE) throw toPostgresError(error, address);
      throw new ConfigError(
        `${name}: another program works on the store at ${address.shown}. Stop it, and try again.`,
      );
    });
    const connections: Connections = { repeat: run, once: run, close: async () => {} };
    const runLong = async () => {};
    // What an earlier process has left of itself goes with the first entry.
    let isUntouched = true;
    const adapter = createPostgresAdapter({ connections, runLong, clock, close: runLong });

    return {
      ...sourceOf(run, client, address, options),
      store: createStore({ adapter, clock }),

      async write(entries) {
        if (isUntouched) await run('DELETE FROM parley.entries');
        isUntouched = false;
        await run(INSERT, [
          entries.map(({ key }) => key),
          entries.map(({ value }) => value),
          entries.map(({ expires }) => expires ?? null),
        ]);
      },

      async keep() {
        await run('ANALYZE parley.entries');
        await run('COMMIT');
      },
    };
  });
}

type Run = (text: string, values?: readonly unknown[]) => Promise<readonly DatabaseRow[]>;

function createRun(client: pg.Client, address: DatabaseAddress): Run {
  return (text, values = []) =>
    explained(address, async () => (await client.query({ text, values: [...values] })).rows);
}

function sourceOf(
  run: Run,
  client: pg.Client,
  address: DatabaseAddress,
  { now }: EntriesOptions,
): EntrySource {
  return {
    place: address.shown,
    isShared: true,
    query: run,
    readAfter: async (key) => (await run(READ, [key, now])).map(toStoredEntry),
    // The server gives up what is not committed.
    close: () => client.end().catch(() => {}),
  };
}

async function explained<Result>(
  address: DatabaseAddress,
  work: () => Promise<Result>,
): Promise<Result> {
  return work().catch((error: unknown) => {
    throw toPostgresError(error, address);
  });
}

/** Closes the session where the work fails. */
async function withClient<Result>(client: pg.Client, work: () => Promise<Result>): Promise<Result> {
  return work().catch(async (error: unknown) => {
    await client.end().catch(() => {});
    throw error;
  });
}
