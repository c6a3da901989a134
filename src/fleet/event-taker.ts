import type { Channel } from '../contracts/chat-message.ts';
import type { Fleet } from '../contracts/fleet.ts';
import type { Inbox } from '../contracts/inbox.ts';
import type { GivenEvent, GivenMessage, LooseMessages } from '../contracts/loose-messages.ts';
import { StoreError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { createKeyedLock } from '../lib/keyed-lock.ts';
import { channelOfEvent } from './channel-of-event.ts';
import type { EventLog, EventToLog, PutCondition } from './event-log.ts';
import { createQuietChats } from './quiet-chats.ts';

/** Takes the events of the networks for the hosts of their chats. */
export interface EventTaker {
  /**
   * As `Inbox.accept`. A loose message of a chat that nobody hosts is only held in memory, as the host would do, so it
   * is lost with this process: if it is killed before the question comes.
   */
  readonly take: Inbox['accept'];
  /** Stores what is held. No event is being taken any more. */
  stop(): Promise<void>;
}

interface EventTakerParts {
  readonly put: EventLog['put'];
  /** Gives the name of the chat of a channel. */
  chatOf(channel: Channel): string;
  readonly loose: LooseMessages;
  readonly fleet: Pick<Fleet, 'members' | 'onMembers'>;
  readonly clock: Clock;
}

const asLoose = (given: GivenEvent): EventToLog => ({ ...given, isLoose: true });

/** Creates the taker of this process. All events of a chat come to one process at a time, unless they cannot be loose. */
export function createEventTaker(parts: EventTakerParts): EventTaker {
  const { put, chatOf, loose, fleet, clock } = parts;
  // Else an event would overtake the one before it, which its network delivers again.
  const inOrder = createKeyedLock({ failsBehind: mayRecover });
  const quiet = createQuietChats(clock);
  let readers = listReaders();
  // Only then do the connections to a network move from one process to another.
  const stopWatching = fleet.onMembers(() => {
    const present = listReaders();
    if (present !== readers) quiet.clear();
    readers = present;
  });

  function listReaders(): string {
    const reading = fleet.members().filter(({ role }) => role !== 'worker');
    return reading.map(({ id }) => id).join(' ');
  }

  /** Gives whether it is in the log, after the messages that belong to it. */
  async function log(given: EventToLog, condition?: PutCondition): Promise<boolean> {
    const { event } = given;
    const companions = loose.companionsOf(event);
    try {
      const isLogged = await put([...companions.map(asLoose), given], condition);
      if (isLogged) loose.release(event, companions);
      return isLogged;
    } catch (error) {
      loose.keepFor(event, companions);
      throw error;
    }
  }

  async function takeForHost(chat: string, given: GivenEvent): Promise<void> {
    loose.change(given.event);
    quiet.end(chat);
    await log(given);
  }

  async function takeLoose(chat: string, given: GivenMessage): Promise<void> {
    const { channel } = given.event.message;
    if (!quiet.has(chat, channel)) {
      if (await loose.takesPartIn(channel)) return takeForHost(chat, given);
      if (await log(asLoose(given), { onlyWhereHosted: true })) return;
      quiet.add(chat, channel);
    }
    loose.hold(given);
  }

  return {
    async take(event, carried) {
      const chat = chatOf(channelOfEvent(event));
      await inOrder(chat, () =>
        loose.canBe(event)
          ? takeLoose(chat, { event, carried })
          : takeForHost(chat, { event, carried }),
      );
    },

    async stop() {
      stopWatching();
      // The question may come to another process. A host that is asked for keeps the chat until then.
      await Promise.allSettled(loose.takeAll().map((given) => put([given])));
    },
  };
}

function mayRecover(error: unknown): boolean {
  return error instanceof StoreError && error.kind !== 'damaged';
}
