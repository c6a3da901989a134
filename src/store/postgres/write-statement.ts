/** A value to store, or a key to remove. */
export interface Put {
  readonly key: string;
  readonly value: string;
  /** Unix milliseconds. */
  readonly expires: number | undefined;
}

/** Everything that one statement changes: all of it, or nothing. */
export interface WriteRequest {
  /** The writer, and the number of this write, which grows. */
  readonly writer: string;
  readonly number: number;
  /** The write is allowed while this key holds one of these values. */
  readonly fence: { readonly key: string; readonly values: readonly string[] } | undefined;
  /** The write is done if this key holds this value; `undefined`: if it does not exist. */
  readonly condition: { readonly key: string; readonly expected: string | undefined } | undefined;
  /** Unix milliseconds. */
  readonly now: number;
  /** No key twice, neither in one list nor in both. */
  readonly puts: readonly Put[];
  readonly removals: readonly string[];
  readonly payloads: readonly string[];
  /** Other statements, which go with the write, and the list that stands for the `$1` of each. */
  readonly riders?: readonly { readonly text: string; readonly values: readonly string[] }[];
}

/** The channel on which changes are announced. */
export const CHANGES_CHANNEL = 'parley_changes';

/**
 * One statement is one transaction and one way to the server and back.
 *
 * `fence`: its row stays locked to the end, so whoever removes it waits for this write, and no later one is done.
 * `turn`: a statement may arrive late, after its connection broke and a repetition of it, and even later writes, were
 * done. Its number is then no longer the newest of its writer, and it changes nothing. What was decided stands beside
 * the number, for the repetition.
 * `put`: the key that must not exist may hold a value that has expired. The order of the keys lets two processes that
 * write the same wait for each other, mostly without a deadlock.
 */
export const WRITE_STATEMENT = writeStatement();

/** The statement with others that go with it. */
export function writeStatement(riders: readonly string[] = []): string {
  const withRiders = riders.map((text, index) => `, rider_${index} AS (${riderText(text, index)})`);
  const counts = riders.map((_, index) => `, (SELECT count(*) FROM rider_${index})`);
  return `
WITH fence AS (
  SELECT 1 FROM parley.entries WHERE key = $3 AND value = ANY ($4::text[]) FOR SHARE
), expected AS (
  SELECT 1 FROM parley.entries WHERE key = $5 AND value = $6 AND (expires IS NULL OR expires > $7) FOR UPDATE
), existing AS (
  SELECT 1 FROM parley.entries WHERE key = $5 AND $6::text IS NULL AND (expires IS NULL OR expires > $7)
), verdict AS MATERIALIZED (
  SELECT $3::text IS NULL OR EXISTS (SELECT FROM fence) AS is_allowed,
    CASE WHEN $5::text IS NULL THEN true WHEN $6::text IS NULL THEN NOT EXISTS (SELECT FROM existing)
      ELSE EXISTS (SELECT FROM expected) END AS is_matching
), turn AS (
  INSERT INTO parley.writers AS known (id, number, is_allowed, is_matching)
  SELECT $1, $2, is_allowed, is_matching FROM verdict
  ON CONFLICT (id) DO UPDATE SET number = excluded.number, is_allowed = excluded.is_allowed,
    is_matching = excluded.is_matching, written_at = now() WHERE known.number < excluded.number
  RETURNING is_allowed, is_matching
), go AS MATERIALIZED (
  SELECT 1 FROM turn WHERE is_allowed AND is_matching
), put AS (
  INSERT INTO parley.entries AS old (key, value, expires)
  SELECT * FROM unnest($8::text[], $9::text[], $10::bigint[]) AS new (key, value, expires)
  WHERE EXISTS (SELECT FROM go) ORDER BY new.key COLLATE "C"
  ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires
  WHERE $5::text IS NULL OR $6::text IS NOT NULL OR old.expires <= $7
  RETURNING 1
), removed AS (
  DELETE FROM parley.entries WHERE key = ANY ($11::text[]) AND EXISTS (SELECT FROM go) RETURNING key
), told AS (
  SELECT pg_notify('${CHANGES_CHANNEL}', payload) FROM unnest($12::text[]) AS payload WHERE EXISTS (SELECT FROM go)
)${withRiders.join('')}
SELECT (SELECT is_allowed FROM turn), (SELECT is_matching FROM turn), (SELECT count(*)::int FROM put) AS put,
  ARRAY (SELECT key FROM removed) AS removed, (SELECT count(*)::int FROM told) AS told${counts.join('')}`;
}

const VALUES = 12;

/** A rider changes nothing where the write does not. */
function riderText(text: string, index: number): string {
  const list = `$${VALUES + 1 + index}::text[]`;
  return text.replaceAll('$1', `(CASE WHEN EXISTS (SELECT FROM go) THEN ${list} ELSE '{}' END)`);
}

/** Reads what was decided of the newest write of a writer. */
export const VERDICT_STATEMENT =
  'SELECT is_allowed, is_matching FROM parley.writers WHERE id = $1 AND number = $2';

/** Gives the values of a write for `$1` to `$12` of `WRITE_STATEMENT`, and those of its riders. */
export function toWriteValues(request: WriteRequest): readonly unknown[] {
  const { writer, number, fence, condition, now, puts, removals, payloads, riders = [] } = request;
  return [
    ...[writer, number, fence?.key, fence?.values],
    ...[condition?.key, condition?.expected, now],
    ...[puts.map(({ key }) => key), puts.map(({ value }) => value)],
    ...[puts.map(({ expires }) => expires), removals, payloads],
    ...riders.map(({ values }) => values),
  ];
}
