import type { ConnectionMemory } from '../../../../contracts/platform.ts';
import type { Change } from '../../../../contracts/store.ts';
import type { Clock } from '../../../../lib/clock.ts';
import {
  fieldsReader,
  integerReader,
  objectReader,
  type ReadBy,
  textReader,
} from '../../../../lib/json-reader.ts';
import type { Log } from '../../../../lib/log.ts';
import { createHandledEvents, type HandledEvents } from './handled-events.ts';
import type { Shard } from './shard.ts';

const savedReader = fieldsReader(
  {
    sessionId: textReader(200),
    resumeURL: textReader(2_000),
    sequence: integerReader,
    shardCount: integerReader,
    user: objectReader,
    application: objectReader,
  },
  'sessionId',
  'sequence',
  'shardCount',
  'user',
  'application',
);

/** A session of the gateway that another process may go on with. */
export type SavedSession = ReadBy<typeof savedReader>;

/** The part of a session that the connection changes. */
export type SessionState = Omit<SavedSession, 'user' | 'application'>;

/** The bot, as READY names it. */
type Account = Pick<SavedSession, 'user' | 'application'>;

/** Keeps the session of one shard in the store, so that the next process resumes it and misses nothing. */
export interface ShardSession {
  readonly shard: Shard;
  readonly handled: HandledEvents;
  /** The session to go on with. */
  current(): SavedSession | undefined;
  /**
   * When the shard was connected before its newest connection, in Unix milliseconds. `undefined`: never, as far as is
   * known, or it was taken already.
   */
  takeGap(): number | undefined;
  /** The session has begun, went on by an event, or (`undefined`) is over. */
  change(state: SessionState | undefined): void;
  /** The account that READY named. */
  name(account: Account): void;
  setConnected(isConnected: boolean): void;
  /** Writes it for the next process. Never rejects. */
  close(): Promise<void>;
}

interface ShardSessionParts {
  readonly memory: ConnectionMemory;
  /** `false`: no other process will read the memory. */
  readonly isShared: boolean;
  /** The name of the platform. */
  readonly name: string;
  readonly shard: Shard;
  readonly clock: Clock;
  readonly log: Log;
}

const WRITE_EVERY_MS = 5_000;
/** The last moment of the connection is written this often while nothing happens. */
const MARK_EVERY_MS = 30_000;
/** Discord keeps a session for some minutes; it says itself when one is gone. */
const SESSION_TTL_MS = 10 * 60_000;
const MARK_TTL_MS = 30 * 24 * 60 * 60_000;
/** An event whose write hangs comes again. */
const CLOSE_TIMEOUT_MS = 1_500;

const markReader = fieldsReader({ at: integerReader }, 'at');

/** Reads what an earlier process left of the shard. */
export async function openShardSession(parts: ShardSessionParts): Promise<ShardSession> {
  const { memory, name, shard, clock, log } = parts;
  const { store } = memory;
  const id = `${shard.id}/${shard.count}`;
  const sessionKey = `connection:${name}:session:${id}`;
  const markKey = `connection:${name}:connected:${id}`;
  const handled = createHandledEvents();

  const [kept, mark] = await store.getMany([sessionKey, markKey]).catch((error: unknown) => {
    log.warn({ shard: shard.id, error: String(error) }, 'discord: session not read');
    return [];
  });
  const saved = savedReader(kept);
  let state: SessionState | undefined = saved;
  let account: Account | undefined = saved && accountOf(saved);
  let connectedAt = markReader(mark)?.at;
  let written = JSON.stringify(saved);
  let markedAt = connectedAt ?? 0;
  let gapSince: number | undefined;
  let isConnected = false;
  let isClosed = false;

  const current = () => (state && account ? { ...state, ...account } : undefined);

  /** What the next process may go on with: it gets the events again that are not on disk yet. */
  function safe(): SavedSession | undefined {
    const session = current();
    if (!session) return undefined;
    const { sequence } = session;
    return { ...session, sequence: Math.min(sequence, handled.upTo() ?? sequence) };
  }

  function collectChanges(isLast: boolean): readonly Change[] {
    const session = safe();
    const isMarkOld = connectedAt !== undefined && connectedAt - markedAt >= MARK_EVERY_MS;
    if (!isLast && !isMarkOld && JSON.stringify(session) === written) return [];

    const mark: Change[] =
      connectedAt === undefined
        ? []
        : [{ key: markKey, value: { at: connectedAt }, ttlMs: MARK_TTL_MS }];
    return [{ key: sessionKey, value: session, ttlMs: SESSION_TTL_MS }, ...mark];
  }

  async function write(isLast = false): Promise<void> {
    if (isConnected) connectedAt = clock.now();
    const changes = collectChanges(isLast);
    if (changes.length === 0) return;

    try {
      await store.write(changes);
      written = JSON.stringify(changes[0]?.value);
      markedAt = connectedAt ?? markedAt;
    } catch (error) {
      log.debug({ shard: shard.id, error: String(error) }, 'discord: session not kept');
    }
  }

  let cancelTimer = () => {};
  function schedule(): void {
    if (isClosed || !parts.isShared) return;
    cancelTimer = clock.after(WRITE_EVERY_MS, () => void write().finally(schedule));
  }
  schedule();

  return {
    shard,
    handled,
    current,
    takeGap() {
      const since = gapSince;
      gapSince = undefined;
      return since;
    },

    change(next) {
      if (isClosed) return;
      state = next;
      if (!next) void write();
    },

    name(given) {
      account = given;
      // A process that is killed soon leaves it to the next one, too.
      void write();
    },

    setConnected(isNow) {
      if (isConnected) connectedAt = clock.now();
      if (isNow && !isConnected) gapSince = connectedAt;
      isConnected = isNow;
    },

    async close() {
      isClosed = true;
      cancelTimer();
      handled.stop();
      const waited = Promise.withResolvers<void>();
      const cancel = clock.after(CLOSE_TIMEOUT_MS, waited.resolve);
      await Promise.race([handled.whenDone(), waited.promise]);
      cancel();
      await write(true);
    },
  };
}

/** Nothing else of a saved session may outlive its next change. */
function accountOf({ user, application }: SavedSession): Account {
  return { user, application };
}
