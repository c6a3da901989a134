import type { Channel, ChatMessage } from '../contracts/chat-message.ts';
import type { CommandContext } from '../contracts/command.ts';
import type { DeclineReason } from '../contracts/trace.ts';
import { createLru } from '../lib/lru.ts';
import type { BotDependencies } from './bot-parts.ts';
import { classifyMessage } from './classify-message.ts';

/** Knows what became of messages. */
export interface Tracer {
  /** Remembers why a message is not answered: the last ones, until the process ends. */
  recordDecline(message: Pick<ChatMessage, 'channel' | 'id'>, decision: DeclineReason): void;
  readonly trace: CommandContext['trace'];
}

/** The parts that know what becomes of messages. */
export interface TracerParts extends Pick<BotDependencies, 'access' | 'clock'> {
  readonly conversations: Pick<BotDependencies['conversations'], 'find'>;
}

const REMEMBERED_DECISIONS = 2_000;

export function createTracer({ conversations, access, clock }: TracerParts): Tracer {
  const decisions = createLru<string, DeclineReason>(REMEMBERED_DECISIONS);

  return {
    recordDecline: ({ channel, id }, decision) => decisions.set(keyOf(channel, id), decision),
    async trace({ channel, targetId = '', target }) {
      const found = await conversations.find(channel, { messageId: targetId });
      if (found) {
        const { endedAt } = found.turn.versions[found.turn.shownVersion] ?? {};
        const ended = endedAt === undefined ? {} : { endedAgoMs: clock.now() - endedAt };
        return { kind: 'turn', ...found, ...ended };
      }
      if (target === 'own') return { kind: 'own' };
      // Of what was never told, or before the last start, at least what would be decided now.
      return (
        decisions.get(keyOf(channel, targetId)) ??
        (target && classifyMessage(target, access)) ?? { kind: 'unknown' }
      );
    },
  };
}

function keyOf({ platform, id }: Channel, messageId: string): string {
  return `${platform}:${id}:${messageId}`;
}
