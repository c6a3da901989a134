import type { Channel, ChatMessage } from '../contracts/chat-message.ts';
import type { CommandPowers } from '../contracts/command.ts';
import type { Decision } from '../contracts/trace.ts';
import { createLru } from '../lib/lru.ts';
import type { BotParts } from './bot-parts.ts';
import { decide } from './decide.ts';

/** Knows what became of messages. */
export interface Tracer {
  /** Remembers why a message is not answered: the last ones, until the process ends. */
  note(message: Pick<ChatMessage, 'channel' | 'id'>, decision: Decision): void;
  readonly trace: CommandPowers['trace'];
}

/** The parts that know what becomes of messages. */
export interface TracerParts extends Pick<BotParts, 'access' | 'clock'> {
  readonly conversations: Pick<BotParts['conversations'], 'find'>;
}

const REMEMBERED_DECISIONS = 2_000;

export function createTracer({ conversations, access, clock }: TracerParts): Tracer {
  const decisions = createLru<string, Decision>(REMEMBERED_DECISIONS);

  return {
    note: ({ channel, id }, decision) => decisions.set(keyOf(channel, id), decision),
    async trace({ channel, targetId = '', target }) {
      const found = await conversations.find(channel, { messageId: targetId });
      if (found) {
        const { endedAt } = found.turn.versions[found.turn.shown] ?? {};
        const ended = endedAt === undefined ? {} : { endedAgoMs: clock.now() - endedAt };
        return { kind: 'turn', ...found, ...ended };
      }
      if (target === 'own') return { kind: 'own' };
      // Of what was never told, or before the last start, at least what would be decided now.
      return decisions.get(keyOf(channel, targetId)) ?? (target && decide(target, access)) ?? { kind: 'unknown' };
    },
  };
}

function keyOf({ platform, id }: Channel, messageId: string): string {
  return `${platform}:${id}:${messageId}`;
}
