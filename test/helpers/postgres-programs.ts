import { execFile } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** PostgreSQL and PgBouncer refuse to run as root: `nobody`, who exists everywhere, runs them then. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** The user as whom their programs run, as options of `spawn`. */
export const asServer = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

const pathFolders = (process.env.PATH ?? '').split(delimiter);

/** The folder with the programs of the newest PostgreSQL here. `undefined`: there is none. */
export function postgresFolder(): string | undefined {
  const ofDebian = globSync('/usr/lib/postgresql/*/bin').sort(
    (a, b) => Number(b.split('/').at(-2)) - Number(a.split('/').at(-2)),
  );
  const given = process.env.POSTGRES;
  const folders = given ? [given] : [...ofDebian, ...pathFolders];
  return folders.find((folder) =>
    ['initdb', 'pg_ctl', 'postgres'].every((name) => existsSync(join(folder, name))),
  );
}

/** The path of PgBouncer. `undefined`: it is not installed. */
export function pgbouncerPath(): string | undefined {
  const folders = [...pathFolders, '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, 'pgbouncer')).find(existsSync);
}

/** Runs a program of PostgreSQL. Rejects with its output when it fails. */
export async function runPostgres(program: string, args: readonly string[]): Promise<void> {
  const path = join(postgresFolder() ?? '', program);
  await promisify(execFile)(path, args, { ...asServer, cwd: '/' });
}
