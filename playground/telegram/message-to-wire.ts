import { omitUndefined } from '../../src/lib/omit-undefined.ts';
import { type Chat, chatToWire } from './chat.ts';
import { contentToWire } from './content-to-wire.ts';
import type { StoredMessage } from './stored-message.ts';
import type { WireObject } from './wire.ts';

/**
 * A message in its wire shape, as the bot receives it. It carries the message that it replies to,
 * which in turn carries no other.
 */
export function messageToWire(chat: Chat, message: StoredMessage, withReply = true): WireObject {
  const { keyboard, editedAt, onlyForId } = message;
  const isChannel = chat.type === 'channel';
  const repliedMessage = withReply ? findRepliedMessage(chat, message) : undefined;

  return omitUndefined({
    message_id: onlyForId === undefined ? message.id : 0,
    ephemeral_message_id: onlyForId === undefined ? undefined : -message.id,
    // A channel posts in its own name.
    from: isChannel ? undefined : message.from,
    sender_chat: isChannel ? chatToWire(chat) : message.senderChat,
    chat: chatToWire(chat),
    date: toSeconds(message.sentAt),
    edit_date: editedAt === undefined ? undefined : toSeconds(editedAt),
    ...threadToWire(chat, message),
    media_group_id: message.albumId,
    ...contentToWire(message),
    reply_markup: keyboard && { inline_keyboard: keyboard },
    ...message.extra,
    reply_to_message: repliedMessage && messageToWire(chat, repliedMessage, false),
  });
}

const toSeconds = (ms: number) => Math.floor(ms / 1000);

/**
 * The topic of a message. In a supergroup without topics, a reply carries the id of the first
 * message of its thread instead, which is not a topic.
 */
function threadToWire(chat: Chat, message: StoredMessage): WireObject {
  const { threadId, replyTo } = message;
  if (threadId !== undefined) return { message_thread_id: threadId, is_topic_message: true };
  if (chat.type !== 'supergroup' || chat.isForum || replyTo === undefined) return {};
  return { message_thread_id: findThreadRoot(chat, replyTo) };
}

function findThreadRoot(chat: Chat, messageId: number): number {
  let rootId = messageId;
  let repliedId = chat.messages.get(rootId)?.replyTo;
  while (repliedId !== undefined) {
    rootId = repliedId;
    repliedId = chat.messages.get(rootId)?.replyTo;
  }
  return rootId;
}

/**
 * The message that `reply_to_message` shows. On the real server, a message in a topic that replies
 * to nothing replies to the message that created the topic.
 */
function findRepliedMessage(chat: Chat, message: StoredMessage): StoredMessage | undefined {
  const topicId = message.extra?.forum_topic_created ? undefined : message.threadId;
  const repliedId = message.replyTo ?? topicId;
  return repliedId === undefined ? undefined : chat.messages.get(repliedId);
}
