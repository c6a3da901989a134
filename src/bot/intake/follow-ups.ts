import type { ChatMessage } from '../../contracts/chat-message.ts';
import type { Conversations } from '../../contracts/conversations.ts';
import type { DeclineReason } from '../../contracts/trace.ts';
import { classifyMessage, isFromPerson, type MessageRules } from '../classify-message.ts';
import type { WritersOfThreads } from './writers-of-threads.ts';

/** Decides about messages that do not mention the bot. */
export interface FollowUps {
  /** Gives the reason why a message needs a mention. `undefined`: it is a question without one. */
  judge(message: ChatMessage): Promise<DeclineReason | undefined>;
}

/** The rules, and the writers of each thread. */
export interface FollowUpsParts extends MessageRules {
  readonly conversations: Pick<Conversations, 'find'>;
  readonly writers: Pick<WritersOfThreads, 'isOnlyWriter'>;
}

/** A command, which in a message without a mention is for another bot. */
const COMMAND = /^\/[a-z]/i;
const UNADDRESSED: DeclineReason = { kind: 'unaddressed' };

/** Creates the judge of follow-ups. */
export function createFollowUps(parts: FollowUpsParts): FollowUps {
  const { settingsOf, conversations, writers } = parts;

  /** Gives the reason why the place or the message itself needs a mention. */
  async function judgeInScope(message: ChatMessage): Promise<DeclineReason | undefined> {
    const { channel, isForOthers = false } = message;
    const { followUp } = settingsOf(channel);
    if (followUp === 'always') return isForOthers ? { kind: 'others' } : undefined;
    if (followUp === 'never' || channel.kind !== 'thread') return UNADDRESSED;

    const hasAnswered = (await conversations.find(channel, {})) !== undefined;
    if (!hasAnswered) return UNADDRESSED;
    if (isForOthers) return { kind: 'others' };
    return (await writers.isOnlyWriter(message)) ? undefined : { kind: 'shared' };
  }

  return {
    async judge(message) {
      if (!isFromPerson(message) || COMMAND.test(message.text)) return UNADDRESSED;
      // People who write to each other must not hear from the bot that they may not ask, or how to ask.
      if (classifyMessage({ ...message, addressed: 'mention' }, parts)) return UNADDRESSED;
      return judgeInScope(message);
    },
  };
}
