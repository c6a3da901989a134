import type { Channel } from '../../../contracts/chat-message.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { chatName } from './chat-name.ts';
import type { UpdateMessage } from './read-update.ts';
import type { UpdateChat } from './readers.ts';
import { firstTopicName, type NamingMessage, type TopicNames } from './topic-names.ts';

const PLATFORM = 'telegram';

/** The parts of a message that name its chat and topic. */
type ChatLocation = Pick<UpdateMessage, 'chat' | 'message_thread_id' | 'is_topic_message'>;

/**
 * The channel of a message. Each topic of a forum is a channel of its own.
 *
 * Messages of the General topic carry no topic id, so they belong to the chat itself. Without
 * `is_topic_message`, the thread id only names a chain of replies. A topic in a private chat still
 * has one person, so its kind stays `direct`.
 */
export function readChannel(
  {
    chat,
    message_thread_id: threadId,
    is_topic_message: isTopic,
    ...message
  }: ChatLocation & NamingMessage,
  topicNames?: TopicNames,
): Channel {
  const channel = readChat(chat);
  if (!isTopic || threadId === undefined) return channel;

  const id = `${chat.id}/${threadId}`;
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
