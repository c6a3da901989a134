import type { Channel } from '../../../contracts/chat-message.ts';
import type { UpdateChat, UpdateMessage } from './read-update.ts';

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
export function readChannel({
  chat,
  message_thread_id: threadId,
  is_topic_message: isTopic,
}: ChatLocation): Channel {
  const channel = readChat(chat);
  if (!isTopic || threadId === undefined) return channel;

  return {
    ...channel,
    id: `${chat.id}/${threadId}`,
    kind: channel.kind === 'direct' ? 'direct' : 'thread',
    parentId: channel.id,
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

/** The title of a group or channel, or the name of the person in a private chat. */
export function chatName(chat: UpdateChat): string {
  return chat.title ?? [chat.first_name, chat.last_name].filter(Boolean).join(' ');
}
