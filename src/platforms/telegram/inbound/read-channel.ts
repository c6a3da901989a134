import type { Channel } from '../../../contracts/chat-message.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { DIRECT_TOPIC } from '../direct-topic.ts';
import { chatName } from './chat-name.ts';
import type { UpdateMessage } from './read-update.ts';
import type { UpdateChat } from './readers.ts';
import { firstTopicName, type NamingMessage, type TopicNames } from './topic-names.ts';

const PLATFORM = 'telegram';

/** The parts of a message that name its chat and topic. */
type ChatLocation = Pick<
  UpdateMessage,
  'chat' | 'message_thread_id' | 'is_topic_message' | 'direct_messages_topic'
>;

/**
 * The channel of a message. Each topic of a forum is a channel of its own.
 *
 * Messages of the General topic carry no topic id, so they belong to the chat itself. Without
 * `is_topic_message`, the thread id only names a chain of replies. A topic in a private chat still
 * has one person, so its kind stays `direct`. What one reader writes to a channel concerns no other reader.
 */
export function readChannel(
  {
    chat,
    message_thread_id: threadId,
    is_topic_message: isTopic,
    direct_messages_topic: directTopic,
    ...message
  }: ChatLocation & NamingMessage,
  topicNames?: TopicNames,
): Channel {
  const channel = readChat(chat);
  const topicId = directTopic ? `${DIRECT_TOPIC}${directTopic.topic_id}` : isTopic && threadId;
  if (topicId === undefined || topicId === false) return channel;

  const id = `${chat.id}/${topicId}`;
  const { name: parentName, kind, ...parent } = channel;
  const name = topicNames ? topicNames.learn(id, message) : firstTopicName(message);
  return {
    ...parent,
    id,
    kind: kind === 'direct' ? 'direct' : 'thread',
    parentId: channel.id,
    ...omitUndefined({ name, parentName }),
  };
}

/** A chat as a channel, without regard to topics. */
export function readChat(chat: UpdateChat): Channel {
  return {
    platform: PLATFORM,
    id: String(chat.id),
    kind: chat.type === 'private' ? 'direct' : 'group',
    name: chatName(chat),
  };
}
