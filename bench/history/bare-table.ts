import { DatabaseSync } from 'node:sqlite';

/** The least that keeps a history: a table of turns with an index, and nothing else. */
export interface BareTable {
  /** Writes one row in a transaction of its own, as an accepted question is. */
  append(room: string, sequence: number, value: object): void;
  /** Reads the newest rows of a room, newest first. */
  readNewest(room: string, count: number): readonly object[];
  close(): void;
}

/** Opens a table in a file, with the same guarantees as Parley's store. */
export function openBareTable(file: string): BareTable {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
  database.exec(
    'CREATE TABLE turns (room TEXT, sequence INTEGER, value TEXT, PRIMARY KEY (room, sequence))',
  );
  const insert = database.prepare('INSERT INTO turns VALUES (?, ?, ?)');
  const select = database.prepare(
    'SELECT value FROM turns WHERE room = ? ORDER BY sequence DESC LIMIT ?',
  );
  return {
    append: (room, sequence, value) => {
      insert.run(room, sequence, JSON.stringify(value));
    },
    readNewest: (room, count) =>
      select.all(room, count).map(({ value }) => JSON.parse(String(value)) as object),
    close: () => database.close(),
  };
}
