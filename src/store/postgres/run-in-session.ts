import type { DatabaseRow } from '../../contracts/database.ts';

/** Runs a statement in the session. Rejects when the session is lost. */
export type RunInSession = (
  text: string,
  values?: readonly unknown[],
) => Promise<readonly DatabaseRow[]>;
