import type { Channel, ChatMessage } from '../../contracts/chat-message.ts';
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
  /** The same place as the other bots of this process have it. Absent: there are none. */
  readonly placesOfOthers?: (channel: Channel) => readonly Channel[];
}

/** A command, which in a message without a mention is for another bot. */
const COMMAND = /^\/[a-z]/i;
const UNADDRESSED: DeclineReason = { kind: 'unaddressed' };

/** Creates the judge of follow-ups. */
export function createFollowUps(parts: FollowUpsParts): FollowUps {
  const { settingsOf, conversations, writers, placesOfOthers = () => [] } = parts;
  const hasAnsweredIn = async (channel: Channel) =>
    (await conversations.find(channel, {})) !== undefined;

  /** A message without a mention would get an answer of each bot of this process that has answered there. */
  async function isShared(message: ChatMessage): Promise<boolean> {
    const answers = await Promise.all(placesOfOthers(message.channel).map(hasAnsweredIn));
    return answers.includes(true) || !(await writers.isOnlyWriter(message));
  }

  /** Gives the reason why the place or the message itself needs a mention. */
  async function judgeInScope(message: ChatMessage): Promise<DeclineReason | undefined> {
    const { channel, isForOthers = false } = message;
    const { followUp } = settingsOf(channel);
    if (followUp === 'always') return isForOthers ? { kind: 'others' } : undefined;
    if (followUp === 'never' || channel.kind !== 'thread') return UNADDRESSED;

    if (!(await hasAnsweredIn(channel))) return UNADDRESSED;
    if (isForOthers) return { kind: 'others' };
    return (await isShared(message)) ? { kind: 'shared' } : undefined;
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
