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
}

/** The channel on which changes are announced. */
export const CHANGES_CHANNEL = 'parley_changes';

/**
 * One statement is one transaction and one way to the server and back.
 *
 * `turn`: a statement may arrive late, after its connection broke and a repetition of it, and even later writes, were
 * done. Its number is then no longer the newest of its writer, and it changes nothing.
 * `fence`: its row stays locked to the end, so whoever removes it waits for this write, and no later one is done.
 * `put`: the key that must not exist may hold a value that has expired. The order of the keys lets two processes that
 * write the same wait for each other, mostly without a deadlock.
 */
export const WRITE_STATEMENT = `
WITH turn AS (
  INSERT INTO parley.writers AS known (id, number) VALUES ($1, $2)
  ON CONFLICT (id) DO UPDATE SET number = excluded.number, written_at = now() WHERE known.number < excluded.number
  RETURNING 1
), fence AS (
  SELECT 1 FROM parley.entries WHERE key = $3 AND value = ANY ($4::text[]) FOR SHARE
), matching AS (
  SELECT 1 FROM parley.entries WHERE key = $5 AND value = $6 AND (expires IS NULL OR expires > $7) FOR UPDATE
), allowed AS MATERIALIZED (
  SELECT 1 FROM turn
  WHERE ($3::text IS NULL OR EXISTS (SELECT FROM fence)) AND ($6::text IS NULL OR EXISTS (SELECT FROM matching))
), put AS (
  INSERT INTO parley.entries AS old (key, value, expires)
  SELECT * FROM unnest($8::text[], $9::text[], $10::bigint[]) AS new (key, value, expires)
  WHERE EXISTS (SELECT FROM allowed) ORDER BY new.key COLLATE "C"
  ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires
  WHERE $5::text IS NULL OR $6::text IS NOT NULL OR old.expires <= $7
  RETURNING 1
), removed AS (
  DELETE FROM parley.entries WHERE key = ANY ($11::text[]) AND EXISTS (SELECT FROM allowed) RETURNING key
), told AS (
  SELECT pg_notify('${CHANGES_CHANNEL}', payload) FROM unnest($12::text[]) AS payload WHERE EXISTS (SELECT FROM allowed)
)
SELECT EXISTS (SELECT FROM turn) AS is_new, $3::text IS NULL OR EXISTS (SELECT FROM fence) AS is_allowed,
  EXISTS (SELECT FROM allowed) AS is_done, (SELECT count(*)::int FROM put) AS put,
  ARRAY (SELECT key FROM removed) AS removed, (SELECT count(*)::int FROM told) AS told`;

/** Gives the values of a write for `$1` to `$12` of `WRITE_STATEMENT`. */
export function toWriteValues(request: WriteRequest): readonly unknown[] {
  const { writer, number, fence, condition, now, puts, removals, payloads } = request;
  return [
    ...[writer, number, fence?.key, fence?.values],
    ...[condition?.key, condition?.expected, now],
    ...[puts.map(({ key }) => key), puts.map(({ value }) => value)],
    ...[puts.map(({ expires }) => expires), removals, payloads],
  ];
}
