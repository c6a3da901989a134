import type { Channel } from '../../../contracts/chat-message.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { chatName } from './chat-name.ts';
import type { UpdateMessage } from './read-update.ts';
import type { UpdateChat } from './readers.ts';

const PLATFORM = 'telegram';

/** The parts of a message that name its chat and topic. */
type ChatLocation = Pick<
  UpdateMessage,
  'chat' | 'message_thread_id' | 'is_topic_message' | 'reply_to_message'
>;

/**
 * The channel of a message. Each topic of a forum is a channel of its own.
 *
 * Messages of the General topic carry no topic id, so they belong to the chat itself. Without
 * `is_topic_message`, the thread id only names a chain of replies. A topic in a private chat still
 * has one person, so its kind stays `direct`. The name of a topic comes only with messages that reply to
 * its first one, which is the case where people chose no other.
 */
export function readChannel({
  chat,
  message_thread_id: threadId,
  is_topic_message: isTopic,
  reply_to_message: replied,
}: ChatLocation): Channel {
  const channel = readChat(chat);
  if (!isTopic || threadId === undefined) return channel;

  const { name: parentName, kind, ...parent } = channel;
  const names = { name: replied?.forum_topic_created?.name || undefined, parentName };
  return {
    ...parent,
    id: `${chat.id}/${threadId}`,
    kind: kind === 'direct' ? 'direct' : 'thread',
    parentId: channel.id,
    ...omitUndefined(names),
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
