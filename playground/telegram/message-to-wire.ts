import { omitUndefined } from '../../src/lib/omit-undefined.ts';
import { type Chat, chatToWire } from './chat.ts';
import type { Attachment, StoredFile, StoredMessage } from './stored-message.ts';
import type { WireObject } from './wire.ts';

/**
 * A message in its wire shape, as the bot receives it. It carries the message that it replies to,
 * which in turn carries no other.
 */
export function messageToWire(chat: Chat, message: StoredMessage, withReply = true): WireObject {
  const { keyboard, editedAt } = message;
  const repliedMessage = withReply ? findRepliedMessage(chat, message) : undefined;

  return omitUndefined({
    message_id: message.id,
    from: message.from,
    sender_chat: message.senderChat,
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

/** A file in its wire shape. */
export function fileToWire(file: StoredFile): WireObject {
  return { file_id: file.id, file_unique_id: file.uniqueId, file_size: file.bytes.length };
}

const toSeconds = (ms: number) => Math.floor(ms / 1000);

function contentToWire(message: StoredMessage): WireObject {
  const { text, attachment, rich } = message;
  if (rich) return { rich_message: rich };

  const entities = message.entities.length > 0 ? message.entities : undefined;
  if (!attachment) return text === '' ? {} : omitUndefined({ text, entities });

  const caption = text === '' ? {} : omitUndefined({ caption: text, caption_entities: entities });
  return attachment.kind === 'photo'
    ? { photo: photoSizesToWire(attachment), ...caption }
    : { document: documentToWire(attachment.file), ...caption };
}

function documentToWire(file: StoredFile): WireObject {
  return { ...fileToWire(file), file_name: file.name, mime_type: file.mime };
}

function photoSizesToWire({ file, thumbnail }: Attachment): readonly WireObject[] {
  const full = { ...fileToWire(file), width: 1280, height: 960 };
  return thumbnail ? [{ ...fileToWire(thumbnail), width: 320, height: 240 }, full] : [full];
}

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
