import { DatabaseSync } from 'node:sqlite';

/** One answer, as it is counted. */
export interface CountedAnswer {
  readonly day: string;
  readonly person: string;
  readonly channel: string;
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly usd: number;
}

/** The least that counts what is used: a table with one row for each day, person, channel and model. */
export interface BareCounter {
  /** Adds to a row, in a transaction of its own. */
  count(answer: CountedAnswer): void;
  /** Adds everything up, by days, models and people. */
  report(): void;
  /** Adds up what each person has used in a month. */
  readTotals(month: string): void;
  close(): void;
}

/** Opens the table in a file, with the same guarantees as Parley's store. */
export function openBareCounter(file: string): BareCounter {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
  database.exec(`CREATE TABLE IF NOT EXISTS usage (
    day TEXT, person TEXT, channel TEXT, model TEXT,
    attempts INTEGER, input_tokens INTEGER, output_tokens INTEGER, usd REAL,
    PRIMARY KEY (day, person, channel, model))`);
  const upsert = database.prepare(`INSERT INTO usage VALUES (?, ?, ?, ?, 1, ?, ?, ?)
    ON CONFLICT DO UPDATE SET attempts = attempts + 1, input_tokens = input_tokens + excluded.input_tokens,
      output_tokens = output_tokens + excluded.output_tokens, usd = usd + excluded.usd`);
  const sums = ['day', 'model', 'person'].map((column) =>
    database.prepare(
      `SELECT ${column}, sum(attempts), sum(input_tokens), sum(output_tokens), sum(usd) FROM usage GROUP BY ${column}`,
    ),
  );
  const totals = database.prepare(
    'SELECT person, sum(usd) FROM usage WHERE day BETWEEN ? AND ? GROUP BY person',
  );
  return {
    count: ({ day, person, channel, model, inputTokens, outputTokens, usd }) =>
      void upsert.run(day, person, channel, model, inputTokens, outputTokens, usd),
    report: () => sums.forEach((sum) => void sum.all()),
    readTotals: (month) => void totals.all(`${month}-01`, `${month}-31`),
    close: () => database.close(),
  };
}
