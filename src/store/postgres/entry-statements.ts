/** Reads the values of `$1` at the time `$2`. */
export const ENTRY_VALUES_STATEMENT =
  'SELECT key, value FROM parley.entries WHERE key = ANY ($1::text[]) AND (expires IS NULL OR expires > $2)';

/** Finds the keys from `$1` to before `$2`. */
export const ENTRY_KEYS_STATEMENT = 'SELECT key FROM parley.entries WHERE key >= $1 AND key < $2';

/**
 * One process removes expired entries at a time, and waits for no row that another one changes. The numbers of
 * writers that have long ended go as well.
 */
export const ENTRY_SWEEP_STATEMENT = `
WITH due AS (
  SELECT key FROM parley.entries
  WHERE expires <= $1 AND pg_try_advisory_xact_lock(hashtextextended('parley sweep', 0))
  ORDER BY expires LIMIT $2 FOR UPDATE SKIP LOCKED
), ended AS (DELETE FROM parley.writers WHERE written_at < now() - interval '1 day')
DELETE FROM parley.entries WHERE key = ANY (ARRAY (SELECT key FROM due)) RETURNING 1`;
