import type { Database } from '../contracts/database.ts';
import { addHostJob } from './event-log.ts';
import { isRecordOf } from './is-record-of.ts';

/**
 * The dead are found first, and all at one moment: a chat that changes hands meanwhile may have a host that joined
 * later, and whose record this statement does not see.
 */
const FREE = `
WITH dead AS MATERIALIZED (
  SELECT DISTINCT member FROM parley.hosts WHERE member IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM parley.entries WHERE key >= 'process:' AND key < 'process;' AND ${isRecordOf('member')}
  )
), freed AS (
  UPDATE parley.hosts SET member = NULL, freed_at = now(), has_died = true
  WHERE member IN (SELECT member FROM dead) RETURNING chat
)
SELECT count((${addHostJob('chat')}).id) FROM freed`;

const ASK_AGAIN = `
SELECT count((${addHostJob('chat')}).id) FROM (
  SELECT DISTINCT chat FROM parley.events
  WHERE done_at IS NULL AND accepted_at < now() - interval '15 seconds'
    AND NOT EXISTS (SELECT 1 FROM parley.hosts WHERE hosts.chat = events.chat AND member IS NOT NULL)
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
