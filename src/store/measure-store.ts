import { stat } from 'node:fs/promises';
import type { Database } from '../contracts/database.ts';
import { splitUrl } from './split-url.ts';

/** The files of one SQLite database: itself, and what is not merged into it yet. */
const ENDINGS = ['', '-wal', '-shm'];

/** The tables of Parley, and those of its queue, with their indexes. */
const MEASURE = `
SELECT sum(pg_total_relation_size(oid))::float8 AS bytes FROM pg_class
WHERE relkind = 'r' AND relnamespace IN (to_regnamespace('parley'), to_regnamespace('graphile_worker'))`;

/**
 * The size on disk of the store that STORE_URL names, in bytes. `undefined`: it is not on disk, or cannot be told now.
 * Never rejects.
 */
export async function measureStore(
  url: string,
  database?: Pick<Database, 'query'>,
): Promise<number | undefined> {
  if (database) {
    const rows = await database.query(MEASURE).catch(() => []);
    return rows[0] && Number(rows[0].bytes);
  }
  const { scheme, path } = splitUrl(url);
  if (scheme !== 'sqlite') return undefined;

  const sizes = await Promise.all(
    ENDINGS.map((ending) =>
      stat(`${path}${ending}`).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
