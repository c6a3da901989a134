import type { Finding } from '../../contracts/finding.ts';
import { OLDEST_POSTGRES } from './prepare-schema.ts';

/** Those that one process opens to the server itself: three of graphile-worker, its own session, and one for a moment. */
const DIRECT_CONNECTIONS = 5;

/** The number of a version is 150004 for 15.4. */
export function judgeVersion(version: string, number: number, shown: string): Finding {
  const subject = 'server';
  if (number >= OLDEST_POSTGRES * 10_000) {
    return { state: 'good', subject, result: `PostgreSQL ${version} answers at ${shown}.` };
  }
  return {
    state: 'bad',
    subject,
    result: `PostgreSQL ${version} at ${shown} is too old.`,
    cure: `Update it: Parley needs PostgreSQL ${OLDEST_POSTGRES} or newer.`,
  };
}

interface ConnectionFacts {
  /** Those that the server has for everybody. */
  readonly most: number;
  readonly used: number;
  /** Those of one process, over STORE_URL. */
  readonly ofProcess: number;
  /** They end at a pooler. */
  readonly isPooled: boolean;
}

/** Tells whether the server has room for one more process. */
export function judgeConnections(facts: ConnectionFacts): Finding {
  const { most, used, ofProcess, isPooled } = facts;
  const subject = 'connections';
  const each = DIRECT_CONNECTIONS + (isPooled ? 0 : ofProcess);
  const room = Math.max(0, Math.floor((most - used) / each));
  const over = isPooled ? ', beside those of the pooler' : '';
  const result = `${used} of ${most} are in use. A process takes up to ${each}${over}, so there is room for ${room} more ${room === 1 ? 'process' : 'processes'}.`;
  if (room > 0) return { state: 'good', subject, result };
  const cure = isPooled
    ? 'Raise max_connections of the server, or lower the size of the pool in the pooler.'
    : 'Raise max_connections of the server, lower STORE_CONNECTIONS, or put a pooler before it and name the server itself in STORE_DIRECT_URL.';
  return { state: 'note', subject, result, cure };
}
