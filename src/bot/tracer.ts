import type { ChatMessage } from '../contracts/chat-message.ts';
import type { CommandContext } from '../contracts/command.ts';
import type { Conversations } from '../contracts/conversations.ts';
import type { DeclineReason } from '../contracts/trace.ts';
import { messageKey } from '../lib/channel-key.ts';
import type { Clock } from '../lib/clock.ts';
import { createExpiringMap } from '../lib/expiring-map.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { classifyMessage, type MessageRules } from './classify-message.ts';

/** Finds out what happened to a message, for `/why`. */
export interface Tracer {
  /** Remembers why a message got no answer. Keeps only the newest reasons, until the process ends. */
  recordDecline(message: Pick<ChatMessage, 'channel' | 'id'>, reason: DeclineReason): void;
  /** As `CommandContext.trace`. */
  readonly trace: CommandContext['trace'];
}

/** The stored turns, and the rules for messages that are no turns. */
export interface TracerParts extends MessageRules {
  readonly conversations: Pick<Conversations, 'find'>;
  readonly clock: Clock;
}

const MAX_DECLINES = 2_000;

/** Creates a tracer that remembers no message yet. */
export function createTracer({ conversations, clock, ...rules }: TracerParts): Tracer {
  const declines = createExpiringMap<string, DeclineReason>({ clock, maxEntries: MAX_DECLINES });

  return {
    recordDecline: ({ channel, id }, reason) => declines.set(messageKey(channel, id), reason),

    async trace({ channel, targetId = '', target }) {
      const found = await conversations.find(channel, { messageId: targetId });
      if (found) {
        const { endedAt } = found.turn.versions[found.turn.shownVersion] ?? {};
        const endedAgoMs = endedAt === undefined ? undefined : clock.now() - endedAt;
        return omitUndefined({ kind: 'turn' as const, ...found, endedAgoMs });
      }

      if (target === 'own') return { kind: 'own' };
      const recorded = declines.get(messageKey(channel, targetId));
      if (recorded) return recorded;

      // The bot never saw the message, or saw it before a restart. The trace says what it would decide today.
      return (target && classifyMessage(target, rules)) ?? { kind: 'unknown' };
    },
  };
}
