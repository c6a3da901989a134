import type { ChatMessage } from '../../contracts/chat-message.ts';
import type { Conversations } from '../../contracts/conversations.ts';
import type { InboundEvent } from '../../contracts/inbox.ts';
import type { GivenMessage, LooseMessages } from '../../contracts/loose-messages.ts';
import type { Observe } from '../../contracts/observation.ts';
import type { Platform } from '../../contracts/platform.ts';
import { messageKey } from '../../lib/channel-key.ts';
import type { Clock } from '../../lib/clock.ts';
import { createExpiringMap } from '../../lib/expiring-map.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { classifyMessage, type MessageRules } from '../classify-message.ts';
import { createPartTracker } from './part-tracker.ts';

/** The rules, and what the bot knows of a place. */
interface LooseMessagesParts extends MessageRules {
  readonly conversations: Pick<Conversations, 'find'>;
  findPlatform(name: string): Pick<Platform, 'archive'> | undefined;
  readonly observe?: Observe | undefined;
  readonly clock: Clock;
}

interface HeldMessage {
  readonly given: GivenMessage;
  cancelLook(): void;
}

/** Longer than two parts of a question are apart (see `partTimes`). */
const LOOK_EVERY_MS = 2_000;
/** A message beyond them is not loose. They have at most 4,000 characters each. */
const MAX_HELD = 2_000;
/** More questions do not wait for a store that fails. */
const MAX_WAITING = 1_000;
/** No network tries longer to deliver a question. */
const WAITING_MS = 2 * 60 * 60_000;

/**
 * Creates the loose messages of a process that takes events. Which of them belong to a question is decided as in the
 * process that answers it.
 */
export function createLooseMessages(parts: LooseMessagesParts): LooseMessages {
  const { settingsOf, conversations, findPlatform, observe, clock } = parts;
  const tracker = createPartTracker(clock);
  const held = new Map<string, HeldMessage>();
  /** By question. */
  const waiting = createExpiringMap<string, readonly GivenMessage[]>({
    clock,
    maxEntries: MAX_WAITING,
  });

  /** Where the network gives no messages again, the bot remembers more of each message than its parts of questions. */
  const hasArchive = (platform: string) => findPlatform(platform)?.archive !== undefined;

  function lookLater(key: string): () => void {
    return clock.after(LOOK_EVERY_MS, () => {
      const each = held.get(key);
      if (!each) return;
      if (tracker.keepsPart(each.given.event.message)) each.cancelLook = lookLater(key);
      else drop(each.given);
    });
  }

  function forget({ event: { message } }: GivenMessage): void {
    const key = keyOf(message);
    held.get(key)?.cancelLook();
    held.delete(key);
    tracker.changePart(message, undefined);
  }

  /** No question has followed. */
  function drop(given: GivenMessage): void {
    forget(given);
    const { message } = given.event;
    const { platform } = message.channel;
    const declined = classifyMessage(message, parts)?.kind;
    observe?.({ kind: 'message', platform, ...omitUndefined({ declined }) });
  }

  function hold(given: GivenMessage): void {
    const { message } = given.event;
    const key = keyOf(message);
    const known = held.get(key);
    if (known) forget(known.given);

    tracker.recordPart(message);
    if (tracker.keepsPart(message)) held.set(key, { given, cancelLook: lookLater(key) });
    else drop(given);
  }

  function edit(message: ChatMessage, { given, ...each }: HeldMessage): void {
    // A part that became a question is no part of one any more.
    if (message.addressed === false) {
      tracker.changePart(given.event.message, message);
      const event = { ...given.event, message };
      held.set(keyOf(message), { ...each, given: { ...given, event } });
    } else drop(given);
  }

  return {
    canBe(event): event is GivenMessage['event'] {
      if (event.kind !== 'message' || held.size >= MAX_HELD) return false;
      const { addressed, channel } = event.message;
      if (addressed !== false || !hasArchive(channel.platform)) return false;
      const { followUp, nearby } = settingsOf(channel);
      return followUp !== 'always' && nearby === undefined;
    },

    async takesPartIn(channel) {
      if (channel.kind !== 'thread' || settingsOf(channel).followUp === 'never') return false;
      return (await conversations.find(channel, {})) !== undefined;
    },

    hold,

    change(event) {
      if (event.kind === 'edited') {
        const each = held.get(keyOf(event.message));
        if (each) edit(event.message, each);
      }
      if (event.kind === 'deleted') {
        const each = held.get(messageKey(event.channel, event.messageId));
        if (each) drop(each.given);
      }
    },

    companionsOf(event) {
      const message = messageOf(event);
      // The edit of a part asks nothing: the parts wait for their question.
      if (!message || (event.kind === 'edited' && message.addressed === false)) return [];
      const known = tracker.partsOf(message).flatMap((part) => held.get(keyOf(part))?.given ?? []);
      return [...(waiting.get(keyOf(message)) ?? []), ...known];
    },

    release(event, companions) {
      const message = messageOf(event);
      if (message) waiting.delete(keyOf(message));
      companions.forEach(forget);
    },

    keepFor(event, companions) {
      const message = messageOf(event);
      if (!message || companions.length === 0) return;
      companions.forEach(forget);
      waiting.set(keyOf(message), companions, WAITING_MS);
    },

    takeAll() {
      const all = [...held.values()].map(({ given }) => given);
      all.forEach(forget);
      return all;
    },
  };
}

function messageOf(event: InboundEvent): ChatMessage | undefined {
  return event.kind === 'message' || event.kind === 'edited' ? event.message : undefined;
}

function keyOf({ channel, id }: Pick<ChatMessage, 'channel' | 'id'>): string {
  return messageKey(channel, id);
}
