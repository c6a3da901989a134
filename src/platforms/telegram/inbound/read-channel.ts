import type { Chat, Message } from 'grammy/types';
import type { Channel } from '../../../contracts/chat-message.ts';

const PLATFORM = 'telegram';

/** What says in which chat and topic something happened. */
export type ChatLocation = Pick<Message, 'chat' | 'message_thread_id' | 'is_topic_message'>;

/**
 * A topic of a forum is a channel of its own. Messages of the General topic carry no id and are the chat itself; without
 * `is_topic_message`, the thread id only names a chain of replies. A topic in a private chat has one person all the same.
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

export function readChat(chat: Chat): Channel {
  return {
    platform: PLATFORM,
    id: String(chat.id),
    kind: chat.type === 'private' ? 'direct' : 'group',
    name: chatName(chat),
  };
}

export function chatName(chat: Chat): string {
  return chat.title ?? [chat.first_name, chat.last_name].filter(Boolean).join(' ');
}
