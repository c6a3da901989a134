import pg from 'pg';
import { ConfigError } from '../../errors.ts';

/** A database of PostgreSQL, as a variable names it. */
export interface DatabaseAddress {
  readonly url: string;
  /** The variable. */
  readonly name: string;
  /** Host, port and database, without the password. */
  readonly shown: string;
}

/** What follows the user, password and host: an at sign in it is of a password that is not escaped. */
const AFTER_HOST = /^[a-z]+:\/\/[^/?#]*[/?#][^?]*@/i;
const BEGINNING = /^[a-z]+:\/\//i;
const NO_ADDRESS =
  'it is not the address of a database. Write it as in postgres://user:password@host:5432/parley, with signs such as / and @ in the password as %2F and %40';

/** `pg` 8 checks the certificate in these modes too, and warns that a later version will not. */
const CHECKED_MODE = /(?<=[?&]sslmode=)(prefer|require|verify-ca)(?=&|$)/;
/** With this, the modes are those of libpq. */
const LIBPQ_MODES = /[?&]uselibpqcompat=true(&|$)/;

/**
 * Reads the address of a database, as `pg` understands it.
 *
 * @throws A `ConfigError`, without the address: it may hold a password.
 */
export function readDatabaseAddress(name: string, url: string): DatabaseAddress {
  if (AFTER_HOST.test(url) || url.includes('#')) {
    throw new ConfigError(
      `${name}: a sign in the password ends the address too early. In the password, write / as %2F, # as %23, ? as %3F and @ as %40.`,
    );
  }
  if (!BEGINNING.test(url)) throw new ConfigError(`${name}: ${NO_ADDRESS}.`);
  try {
    const connectionString = LIBPQ_MODES.test(url) ? url : url.replace(CHECKED_MODE, 'verify-full');
    const { host, port, database } = new pg.Client({ connectionString });
    return { url: connectionString, name, shown: `${host}:${port}/${database ?? ''}` };
  } catch (error) {
    const hasFile = error instanceof Error && 'path' in error;
    const problem = hasFile
      ? `the file ${error.path}, which the address names, cannot be read. Correct its path, or give it to the user who runs Parley`
      : NO_ADDRESS;
    throw new ConfigError(`${name}: ${problem}.`);
  }
}
