import type { DatabaseSync } from 'node:sqlite';

/** Reads the number in the first column of the first row. */
export function readNumber(database: DatabaseSync, query: string): number {
  const [number] = Object.values(database.prepare(query).get() ?? {});
  return Number(number);
}
