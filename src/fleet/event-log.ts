import type { Channel } from '../contracts/chat-message.ts';
import type { Database, DatabaseRow } from '../contracts/database.ts';
import type { InboundEvent } from '../contracts/inbox.ts';
import type { GivenEvent } from '../contracts/loose-messages.ts';
import { createKeyedLock } from '../lib/keyed-lock.ts';
import type { Log } from '../lib/log.ts';
import { channelOfEvent } from './channel-of-event.ts';
import type { ClockComparison } from './compare-clocks.ts';
import { eventIdentity } from './event-identity.ts';
import { moveDeadline } from './move-deadline.ts';

/** An event that waits for the host of its chat. */
export interface LoggedEvent {
  readonly id: string;
  readonly event: InboundEvent;
  /** As in `Inbox.accept`. */
  readonly carried?: object;
  /** It is a loose message (see `LooseMessages`): alone, it keeps no host in the chat. */
  readonly isLoose?: boolean;
}

/** An event for the log. */
export type EventToLog = GivenEvent & Pick<LoggedEvent, 'isLoose'>;

/** When a put stores anything. */
export interface PutCondition {
  /** A chat that has no host, and wants none, gets none. */
  readonly onlyWhereHosted: boolean;
}

/** What a read of the log gives. */
export interface ReadEvents {
  readonly events: readonly LoggedEvent[];
  /** There may be more behind them. */
  readonly isPart: boolean;
}

/** The events that the gateways have taken, in the database. */
export interface EventLog {
  /**
   * Stores events of one chat, in their order. Wakes the host of the chat, or asks for one, in the same transaction.
   * `false`: nothing is stored, because of the condition.
   */
  put(events: readonly EventToLog[], condition?: PutCondition): Promise<boolean>;
  /**
   * The oldest waiting events of a chat, at most `MOST_READ`, and none where another member hosts it. Those that cannot
   * be read are set aside.
   */
  read(chat: string): Promise<ReadEvents>;
  /** An event is dealt with. It is noted with the next write of the store, or alone within `withinMs`. */
  finish(id: string, withinMs: number): Promise<void>;
  /** Removes what was done a day ago. */
  sweep(): Promise<void>;
}

interface EventLogParts {
  readonly database: Pick<Database, 'query' | 'ride'>;
  /** Gives the name of the chat of a channel. */
  chatOf(channel: Channel): string;
  readonly clocks: Pick<ClockComparison, 'aheadMs'>;
  readonly log: Log;
  /** The id of this member. */
  readonly memberId: string;
}

/** The channel on which a host hears that its chat has a new event: its payload is the chat. */
export const EVENTS_CHANNEL = 'parley_events';
/** The task of the job that asks a worker to host a chat. Its payload is the chat. */
export const HOST_TASK = 'host-chat';
export const MOST_READ = 100;

/**
 * The job of a chat: at most one waits. graphile-worker refuses some keys, and one name that it refuses would fail a
 * statement for all chats.
 */
export const addHostJob = (chat: string) =>
  `graphile_worker.add_job('${HOST_TASK}', to_json(${chat}::text), job_key := md5(${chat}))`;

/**
 * The lock on the host lasts until the events are stored: a host that leaves the chat waits for it, and then finds them.
 * Without a host, a job asks for one. A chat without a row of its host and without waiting events wants none: a host
 * claims it before it is done with the last event, and a turn that is open keeps the row.
 */
const PUT = `
WITH host AS MATERIALIZED (
  SELECT member FROM parley.hosts WHERE chat = $1 FOR SHARE
), wanted AS MATERIALIZED (
  SELECT 1 WHERE NOT $4::boolean OR EXISTS (SELECT 1 FROM host)
    OR EXISTS (SELECT 1 FROM parley.events WHERE chat = $1 AND done_at IS NULL)
), stored AS (
  INSERT INTO parley.events (chat, identity, content)
  SELECT $1, identity, content FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS given (identity, content, position)
  WHERE EXISTS (SELECT 1 FROM wanted) ORDER BY position
  ON CONFLICT (identity) WHERE identity IS NOT NULL DO NOTHING RETURNING id
)
SELECT EXISTS (SELECT 1 FROM wanted) AS is_wanted,
  CASE WHEN EXISTS (SELECT 1 FROM stored) THEN pg_notify('${EVENTS_CHANNEL}', $1) END,
  CASE WHEN EXISTS (SELECT 1 FROM stored) AND NOT EXISTS (SELECT 1 FROM host WHERE member IS NOT NULL)
    THEN (${addHostJob('$1')}).id END`;

const READ = `
SELECT id::text, content FROM parley.events WHERE chat = $1 AND done_at IS NULL
  AND EXISTS (SELECT FROM parley.hosts WHERE hosts.chat = $1 AND member = $2) ORDER BY events.id LIMIT ${MOST_READ}`;

const FINISH = `
UPDATE parley.events SET done_at = now(), content = NULL WHERE id = ANY ($1::bigint[]) RETURNING 1`;

/** Longer than any network repeats an update: Telegram keeps those for a day that nobody confirmed. */
const SWEEP = `
DELETE FROM parley.events WHERE id IN (
  SELECT id FROM parley.events WHERE done_at < now() - interval '25 hours' ORDER BY done_at LIMIT 5000 FOR UPDATE SKIP LOCKED
)`;

/** Opens the log of events. */
export function openEventLog(parts: EventLogParts): EventLog {
  const { database, chatOf, clocks, log, memberId } = parts;
  /** Two messages of a chat must not overtake each other, neither over two connections nor when one of these breaks. */
  const inOrder = createKeyedLock();

  function finish(id: string, withinMs: number): Promise<void> {
    return database.ride(FINISH, () => [id], withinMs);
  }

  async function read(chat: string): Promise<ReadEvents> {
    const rows = await database.query(READ, [chat, memberId], { mayRepeat: true });
    const events = rows.flatMap((row) => readRow(row, clocks.aheadMs()));
    if (events.length === rows.length) return { events, isPart: rows.length === MOST_READ };

    const known = new Set(events.map(({ id }) => id));
    const unreadable = rows.map(({ id }) => String(id)).filter((id) => !known.has(id));
    log.error({ events: unreadable }, 'fleet: events were set aside, they cannot be read');
    await Promise.all(unreadable.map((id) => finish(id, 0)));
    return read(chat);
  }

  return {
    async put(events, { onlyWhereHosted } = { onlyWhereHosted: false }) {
      const [first] = events;
      if (!first) return false;
      const chat = chatOf(channelOfEvent(first.event));
      const identities = events.map(({ event, carried }) => eventIdentity(event, carried) ?? null);
      const aheadMs = clocks.aheadMs();
      const contents = events.map((event) => JSON.stringify({ ...event, aheadMs }));
      const values = [chat, identities, contents, onlyWhereHosted];
      // Without an identity, a second run changes nothing: the network would deliver a failed event again anyway.
      const store = () => database.query(PUT, values, { mayRepeat: true });
      const [row] = await inOrder(chat, store);
      return row?.is_wanted === true;
    },

    read,
    finish,

    async sweep() {
      await database.query(SWEEP);
    },
  };
}

function readRow({ id, content }: DatabaseRow, ownAheadMs: number): readonly LoggedEvent[] {
  try {
    const { event, carried, isLoose, aheadMs = ownAheadMs } = JSON.parse(String(content));
    if (typeof event.kind !== 'string') return [];
    const moved = moveDeadline(event, ownAheadMs - aheadMs);
    return [{ id: String(id), event: moved, carried, isLoose: isLoose === true }];
  } catch {
    return [];
  }
}
