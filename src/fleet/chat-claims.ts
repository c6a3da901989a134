import type { LastHost } from '../contracts/chat-paces.ts';
import type { Database } from '../contracts/database.ts';
import { addHostJob } from './event-log.ts';
import { livingRecordCondition } from './living-record-condition.ts';

/** The claims of the members on chats: one member at a time answers in a chat. */
export interface ChatClaims {
  /**
   * Claims a chat for this member, which may have claimed it before: an answer may get lost. `undefined`: another one
   * hosts it, or this one is taken for dead.
   */
  claim(chat: string): Promise<LastHost | undefined>;
  /** The chats that this member has claimed, and whether events wait there. */
  list(): Promise<ReadonlyMap<string, boolean>>;
  /** Ends a claim. With `asksForHost`, a job asks for the next host in the same transaction. */
  release(chat: string, asksForHost: boolean): Promise<void>;
}

interface ChatClaimsParts {
  readonly database: Pick<Database, 'query'>;
  /** The id of this member, and the key of its record. */
  readonly memberId: string;
  readonly memberKey: string;
}

/**
 * The lock on the own record keeps others from taking this member for dead before the claim is there. The end of the
 * last host stays in the row: it is read there, as it may come while the claim waits for the row.
 */
const CLAIM = `
WITH living AS (
  SELECT 1 FROM parley.entries WHERE key = $3 AND ${livingRecordCondition('$2')} FOR SHARE
)
INSERT INTO parley.hosts (chat, member) SELECT $1, $2 FROM living
ON CONFLICT (chat) DO UPDATE SET member = EXCLUDED.member WHERE coalesce(hosts.member, $2) = $2
RETURNING CASE WHEN has_died THEN greatest(0, extract(epoch FROM now() - freed_at) * 1000)::float8 END AS died_ago_ms`;

const LIST = `
SELECT chat, EXISTS (SELECT FROM parley.events WHERE events.chat = hosts.chat AND done_at IS NULL) AS has_events
FROM parley.hosts WHERE member = $1`;

const LEAVE = 'DELETE FROM parley.hosts WHERE chat = $1 AND member = $2';

/** An event may have come while the host was leaving: it saw the host, and asked for none. */
const ASK_IF_WAITING = `
SELECT (${addHostJob('chat')}).id FROM (
  SELECT $1::text AS chat WHERE EXISTS (SELECT 1 FROM parley.events WHERE chat = $1 AND done_at IS NULL)
) AS waiting`;

const PASS_ON = `
WITH freed AS (
  UPDATE parley.hosts SET member = NULL, freed_at = now(), has_died = false WHERE chat = $1 AND member = $2
  RETURNING chat
)
SELECT (${addHostJob('chat')}).id FROM freed`;

/** Creates the claims of one member. */
export function createChatClaims({ database, memberId, memberKey }: ChatClaimsParts): ChatClaims {
  return {
    async claim(chat) {
      const [row] = await database.query(CLAIM, [chat, memberId, memberKey], { mayRepeat: true });
      if (!row) return undefined;
      const agoMs = row.died_ago_ms;
      return typeof agoMs === 'number' ? { end: 'died', agoMs } : { end: 'left' };
    },

    async list() {
      const rows = await database.query(LIST, [memberId], { mayRepeat: true });
      return new Map(rows.map(({ chat, has_events: has }) => [String(chat), has === true]));
    },

    async release(chat, asksForHost) {
      await database.query(asksForHost ? PASS_ON : LEAVE, [chat, memberId]);
      if (!asksForHost) await database.query(ASK_IF_WAITING, [chat]);
    },
  };
}
