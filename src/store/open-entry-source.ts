import { resolve } from 'node:path';
import { ConfigError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { isPostgresUrl } from '../lib/is-postgres-url.ts';
import { openSqliteSource, openSqliteTarget } from './open-sqlite-source.ts';
import { splitUrl } from './split-url.ts';
import type { EntriesOptions, EntrySource, EntryTarget } from './stored-entry.ts';

/**
 * Opens the entries of a store to copy them. Changes nothing.
 *
 * @throws A `BotError` when there is no store, or it cannot be read.
 */
export async function openEntrySource(options: EntriesOptions): Promise<EntrySource> {
  const file = fileOf(options);
  if (file !== undefined) return openSqliteSource(file, options);
  const { openPostgresSource } = await import('./postgres/open-postgres-source.ts');
  return openPostgresSource(options);
}

/**
 * Opens a store to fill it. One that is there already must hold nothing: it is replaced.
 *
 * @throws A `BotError` when it cannot be written.
 */
export async function openEntryTarget(
  options: EntriesOptions & { readonly clock: Clock },
): Promise<EntryTarget> {
  const file = fileOf(options);
  if (file !== undefined) return openSqliteTarget(file, options);
  const { openPostgresTarget } = await import('./postgres/open-postgres-source.ts');
  return openPostgresTarget(options);
}

/** `undefined`: the store is in PostgreSQL. */
function fileOf({ name, url }: EntriesOptions): string | undefined {
  const { scheme, path } = splitUrl(url);
  if (scheme === 'sqlite' && path !== '') return resolve(path);
  if (isPostgresUrl(url)) return undefined;
  throw new ConfigError(
    `${name}: this is no address of a store that can be copied. Write sqlite:./data/parley.sqlite or postgres://user:password@host:5432/parley.`,
  );
}
