import type { Channel } from '../../../contracts/chat-message.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { DIRECT_TOPIC } from '../direct-topic.ts';
import type { MessageParameters } from './message-parameters.ts';

/** A chat or one topic in it, as Telegram's methods address them. */
export interface ChatTopic {
  readonly chatId: string;
  /**
   * Absent in a chat without topics and in the General topic: Telegram refuses the id of General.
   */
  readonly threadId?: number;
  /** The topic of one reader, in the direct messages of a channel. */
  readonly directTopicId?: number;
}

/** Reverses `readChannel`: splits the id of a channel into the ids of its chat and topic. */
export function toChatTopic({ id }: Channel): ChatTopic {
  const [chatId = '', threadId] = id.split('/');
  if (threadId?.startsWith(DIRECT_TOPIC))
    return { chatId, directTopicId: Number(threadId.slice(DIRECT_TOPIC.length)) };
  return omitUndefined({ chatId, threadId: threadId === undefined ? undefined : Number(threadId) });
}

/** The topic, as a parameter of Telegram's methods. Empty without a topic. */
export function topicParameter({
  threadId,
  directTopicId,
}: ChatTopic): Pick<MessageParameters, 'message_thread_id' | 'direct_messages_topic_id'> {
  if (directTopicId !== undefined) return { direct_messages_topic_id: directTopicId };
  return threadId === undefined ? {} : { message_thread_id: threadId };
}

/** The id of a private chat is that of its person. The ids of all other chats are negative. */
export function isPrivateChat({ chatId }: ChatTopic): boolean {
  return !chatId.startsWith('-');
}
