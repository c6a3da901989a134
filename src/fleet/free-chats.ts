import type { Database } from '../contracts/database.ts';
import { addHostJob } from './event-log.ts';
import { livingRecordCondition } from './living-record-condition.ts';

/**
 * `named` jumps from one member that hosts chats to the next, in the index. The dead are found first, and all at one
 * moment: a chat that changes hands meanwhile may have a host that joined later, and whose record this statement does
 * not see.
 */
const FREE = `
WITH RECURSIVE named AS (
  (SELECT member FROM parley.hosts WHERE member IS NOT NULL ORDER BY member LIMIT 1)
  UNION ALL
  SELECT (SELECT hosts.member FROM parley.hosts WHERE hosts.member > named.member ORDER BY hosts.member LIMIT 1)
  FROM named WHERE named.member IS NOT NULL
), dead AS MATERIALIZED (
  SELECT member FROM named WHERE member IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM parley.entries WHERE key >= 'process:' AND key < 'process;' AND ${livingRecordCondition('member')}
  )
), freed AS (
  UPDATE parley.hosts SET member = NULL, freed_at = now(), has_died = true
  WHERE EXISTS (SELECT FROM dead) AND member = ANY (ARRAY (SELECT member FROM dead)) RETURNING chat
)
SELECT count((${addHostJob('chat')}).id) FROM freed`;

/** Looks up each chat that waits, and reads no others: there may be a hundred thousand. */
const ASK_AGAIN = `
SELECT count((${addHostJob('chat')}).id) FROM (
  SELECT chat FROM (
    SELECT DISTINCT chat FROM parley.events WHERE done_at IS NULL AND accepted_at < now() - interval '15 seconds'
  ) AS waiting WHERE (SELECT member FROM parley.hosts WHERE hosts.chat = waiting.chat) IS NULL
  UNION
  SELECT chat FROM parley.hosts WHERE member IS NULL AND freed_at < now() - interval '15 seconds'
  LIMIT 1000
) AS lost`;

/** Frees the chats of members that have no living record, and asks for hosts for them. */
export async function freeChats(database: Pick<Database, 'query'>): Promise<void> {
  await database.query(FREE);
}

/** Asks again for hosts of chats that have waited for one unusually long: their job was lost. */
export async function askForHostsAgain(database: Pick<Database, 'query'>): Promise<void> {
  await database.query(ASK_AGAIN);
}
