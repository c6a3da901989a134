import type { LastHost } from '../contracts/chat-paces.ts';
import { type Clock, sleep } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { ChatClaims } from './chat-claims.ts';
import { createEventIntake } from './event-intake.ts';
import { type EventLog, type LoggedEvent, MOST_READ } from './event-log.ts';

/** What hosting a chat means for the parts that answer in it. */
export interface ChatWork {
  /** Begins to answer in a chat. */
  adopt(chat: string, last: LastHost): Promise<void>;
  /** Deals with an event of it. */
  accept(logged: LoggedEvent): Promise<void>;
  /** The number of its open turns. */
  countOpenIn(chat: string): number;
  /** Ends answering there. No turn of it is running. */
  release(chat: string): Promise<void>;
}

interface ChatHostParts extends ChatWork {
  readonly eventLog: Pick<EventLog, 'read'>;
  readonly claims: Pick<ChatClaims, 'release'>;
  finish(id: string, mayWait: boolean): Promise<void>;
  /** Waits until this member may write. Rejects when the others took it for dead. */
  confirm(): Promise<void>;
  /** Aborts when this process takes nothing more. */
  readonly pausing: AbortSignal;
  /** Aborts when its answers have ended, so that the chats can go. */
  readonly ending: AbortSignal;
  readonly clock: Clock;
  readonly log: Log;
}

/** A chat that this process hosts. */
export interface HostedChat {
  /** The log may have something new. */
  wake(): void;
  /** Since when nothing has happened in it. `undefined`: something happens, or it is being left. */
  idleSince(): number | undefined;
  /** Makes room for another chat, or another host, as soon as nothing happens in this one. */
  leave(): void;
  readonly isLeaving: boolean;
  /** Resolves when the chat is free for another host. Never rejects. */
  readonly done: Promise<void>;
}

/** A person who goes on writing finds everything as it was, and costs no new claim. */
const LINGER_MS = 60_000;
/** The end of a turn says nothing here, so it is looked for. This reads memory only. */
const LOOK_EVERY_MS = 1_000;
const RETRY_MS = 2_000;

/** Hosts a chat that this member has claimed, until nothing has happened there for a while. */
export function hostChat(chat: string, last: LastHost, parts: ChatHostParts): HostedChat {
  const { clock, log, pausing, ending, claims } = parts;
  // Writes follow where a question is answered. Elsewhere, waiting would gain nothing.
  const finish = (id: string, mayWait: boolean) =>
    parts.finish(id, mayWait && parts.countOpenIn(chat) > 0);
  const intake = createEventIntake({ ...parts, finish, ending });
  let isAwake = true;
  let busyAt = clock.now();
  let isLeaving = false;
  let wakeUp = () => {};

  function wake(): void {
    isAwake = true;
    wakeUp();
  }

  /** Resolves after `ms`, or when something may be new. */
  function rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        wakeUp = () => {};
        ending.removeEventListener('abort', end);
        resolve();
      };
      const cancel = clock.after(ms, end);
      wakeUp = end;
      ending.addEventListener('abort', end, { once: true });
      if (isAwake || ending.aborted) end();
    });
  }

  /** Repeats what fails while the database is away. */
  async function insist(work: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (ending.aborted) throw error;
        log.debug({ chat, error: String(error) }, 'fleet: cannot host a chat yet, retrying');
        await sleep(clock, RETRY_MS, ending);
        isAwake = true;
      }
    }
  }

  async function takeEvents(): Promise<boolean> {
    if (!isAwake) return false;
    // Even where nothing is read: a host that stays awake never rests, and holds the whole process.
    isAwake = false;
    // Until some are done, another read would give the same ones.
    if (pausing.aborted || intake.inHand >= MOST_READ) return false;
    intake.beforeRead();
    const { events, isPart } = await parts.eventLog.read(chat);
    const hasNew = intake.take(events);
    if (isPart) void intake.whenEmpty().then(wake);
    return hasNew;
  }

  const isBusy = () => intake.isBusy || parts.countOpenIn(chat) > 0;

  async function serve(): Promise<void> {
    let lingerMs = 0;
    while (!ending.aborted) {
      const hasNew = await takeEvents();
      if (hasNew || isBusy()) {
        busyAt = clock.now();
        // What came for nothing, as a job that was late, does not keep the chat here, and no loose message does.
        lingerMs = LINGER_MS;
      } else if (pausing.aborted || isLeaving || clock.now() - busyAt >= lingerMs) return;
      await rest(LOOK_EVERY_MS);
    }
  }

  async function leave(): Promise<void> {
    isLeaving = true;
    await intake.whenEmpty();
    // A process that stood still must not give away what another one has by now.
    await parts.confirm();
    const isUnfinished = parts.countOpenIn(chat) > 0;
    await parts.release(chat);
    await claims.release(chat, isUnfinished);
  }

  async function run(): Promise<void> {
    await insist(() => parts.adopt(chat, last));
    await insist(serve);
    await insist(leave);
  }

  const done = run().catch((error: unknown) => {
    // The claim stays: when this process has ended, the others find it.
    log.warn({ chat, error: String(error) }, 'fleet: a chat is left without order');
  });
  return {
    wake,
    idleSince: () => (isLeaving || isAwake || isBusy() ? undefined : busyAt),
    leave() {
      isLeaving = true;
      wakeUp();
    },
    get isLeaving() {
      return isLeaving;
    },
    done,
  };
}
