import type { Database } from '../contracts/database.ts';
import type { Clock } from '../lib/clock.ts';
import { createKeyedLock } from '../lib/keyed-lock.ts';
import type { Log } from '../lib/log.ts';
import type { ChatClaims } from './chat-claims.ts';
import { EVENTS_CHANNEL, type EventLog } from './event-log.ts';
import { createFinishedEvents } from './finished-events.ts';
import { type ChatWork, type HostedChat, hostChat } from './host-chat.ts';
import { startHostJobs } from './host-jobs.ts';

interface HostingParts {
  readonly database: Pick<Database, 'listen' | 'directUrl' | 'explain'>;
  readonly eventLog: Pick<EventLog, 'read' | 'finish'>;
  readonly claims: Pick<ChatClaims, 'claim' | 'list' | 'release'>;
  readonly work: ChatWork;
  onLockName(name: string): Promise<void>;
  confirm(): Promise<void>;
  /** Bounds the chats in memory. Absent: 2,000. A job beyond them waits for another process, or for room. */
  readonly mostChats?: number | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** The chats that this process answers in. */
export interface Hosting {
  /** Takes no new chat and no new event. */
  pause(): Promise<void>;
  /** Gives all chats to other processes. Call it when no answer is running any more. */
  stop(): Promise<void>;
}

const MOST_CHATS = 2_000;
/** Where so many of them are taken, the chat that has been idle for the longest time makes room for a new one. */
const FULL = 0.75;
/** A notification or an answer that got lost costs this time. */
const LOOK_ALL_EVERY_MS = 15_000;

/** Begins to host the chats that want it. */
export function startHosting(parts: HostingParts): Hosting {
  const { database, claims, mostChats = MOST_CHATS, clock, log } = parts;
  const chats = new Map<string, HostedChat>();
  const pausing = new AbortController();
  const ending = new AbortController();
  const finish = createFinishedEvents({ clock, log, finish: parts.eventLog.finish });
  /** A chat may have a new job while its last one runs. */
  const inOrder = createKeyedLock();

  /** Takes a chat, or makes sure that this process still has its claim. Rejects when it cannot do so now. */
  async function host(chat: string): Promise<void> {
    // A process that stood still must not take a job from the others.
    await parts.confirm();
    const known = chats.get(chat);
    const hasRoom = !pausing.signal.aborted && chats.size < mostChats;
    // Another process takes the job, or this one some seconds later.
    if (known ? known.isLeaving : !hasRoom) throw new Error('There is no room.');

    const last = await claims.claim(chat);
    if (known) return last ? known.wake() : known.leave();
    if (!last) return;
    const hosted = hostChat(chat, last, {
      ...parts.work,
      ...parts,
      finish,
      pausing: pausing.signal,
      ending: ending.signal,
    });
    chats.set(chat, hosted);
    void hosted.done.then(() => chats.delete(chat));
    if (chats.size > mostChats * FULL) leaveIdlest();
  }

  function leaveIdlest(): void {
    let idlest: HostedChat | undefined;
    let since = Number.POSITIVE_INFINITY;
    for (const hosted of chats.values()) {
      const idleSince = hosted.idleSince() ?? Number.POSITIVE_INFINITY;
      if (idleSince < since) [idlest, since] = [hosted, idleSince];
    }
    idlest?.leave();
  }

  /**
   * A notification or the answer to a claim may have got lost, or a claim may be gone: nobody else would see it. One
   * statement looks at all chats, as thousands of reads would hold up everything else.
   */
  async function lookAtAll(): Promise<void> {
    const claimed = await claims.list();
    for (const [chat, hasEvents] of claimed) if (hasEvents) chats.get(chat)?.wake();
    const differing = new Set(claimed.keys()).symmetricDifference(new Set(chats.keys()));
    await Promise.all([...differing].map((chat) => inOrder(chat, () => host(chat))));
  }

  function look(): void {
    lookAtAll().catch((error: unknown) =>
      log.debug({ error: String(error) }, 'fleet: the chats were not looked at, retrying'),
    );
  }

  const stopListening = database.listen(EVENTS_CHANNEL, (chat) => chats.get(chat)?.wake(), look);
  let cancelLook = clock.after(LOOK_ALL_EVERY_MS, keepLooking);
  function keepLooking(): void {
    look();
    cancelLook = clock.after(LOOK_ALL_EVERY_MS, keepLooking);
  }

  const jobs = startHostJobs({
    ...{ database, clock, log, onLockName: parts.onLockName },
    host: (chat) => inOrder(chat, () => host(chat)),
  });

  return {
    async pause() {
      pausing.abort();
      await jobs.stop();
    },

    async stop() {
      ending.abort();
      cancelLook();
      await Promise.all([...chats.values()].map(({ done }) => done));
      stopListening();
    },
  };
}
