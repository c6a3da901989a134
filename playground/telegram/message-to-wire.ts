import { type Chat, chatToWire } from './chat.ts';
import type { Attachment, StoredFile, StoredMessage } from './stored-message.ts';
import type { WireObject } from './wire.ts';

/** As the bot receives it: with the message that it replies to, but not with what that one replies to. */
export function messageToWire(chat: Chat, message: StoredMessage, withReply = true): WireObject {
  const wire: Record<string, unknown> = {
    message_id: message.id,
    from: message.from,
    ...(message.senderChat && { sender_chat: message.senderChat }),
    chat: chatToWire(chat),
    date: seconds(message.sentAt),
    ...(message.editedAt !== undefined && { edit_date: seconds(message.editedAt) }),
    ...threadOf(chat, message),
    ...(message.albumId !== undefined && { media_group_id: message.albumId }),
    ...contentOf(message),
    ...(message.keyboard && { reply_markup: { inline_keyboard: message.keyboard } }),
    ...message.extra,
  };
  const quoted = withReply ? quotedBy(chat, message) : undefined;
  if (quoted) wire.reply_to_message = messageToWire(chat, quoted, false);
  return wire;
}

const seconds = (ms: number) => Math.floor(ms / 1000);

function contentOf(message: StoredMessage): WireObject {
  const { text, entities, attachment, rich } = message;
  if (rich) return { rich_message: rich };
  const marked = entities.length > 0;
  if (!attachment) return text === '' ? {} : { text, ...(marked && { entities }) };
  const caption =
    text === '' ? {} : { caption: text, ...(marked && { caption_entities: entities }) };
  return attachment.kind === 'photo'
    ? { photo: photoSizes(attachment), ...caption }
    : { document: documentToWire(attachment.file), ...caption };
}

const documentToWire = (file: StoredFile) => ({
  ...fileToWire(file),
  file_name: file.name,
  mime_type: file.mime,
});

export function fileToWire(file: StoredFile): WireObject {
  return { file_id: file.id, file_unique_id: file.uniqueId, file_size: file.bytes.length };
}

function photoSizes({ file, thumbnail }: Attachment): readonly WireObject[] {
  const full = { ...fileToWire(file), width: 1280, height: 960 };
  return thumbnail ? [{ ...fileToWire(thumbnail), width: 320, height: 240 }, full] : [full];
}

/** In a group without topics, replies carry the id of the first message of their thread: no topic. */
function threadOf(chat: Chat, message: StoredMessage): WireObject {
  if (message.threadId !== undefined)
    return { message_thread_id: message.threadId, is_topic_message: true };
  if (chat.type !== 'supergroup' || chat.isForum || message.replyTo === undefined) return {};
  let root = message.replyTo;
  for (
    let next = chat.messages.get(root)?.replyTo;
    next !== undefined;
    next = chat.messages.get(root)?.replyTo
  ) {
    root = next;
  }
  return { message_thread_id: root };
}

/** What replies to nothing in a topic replies to the message that created the topic, says the real server. */
function quotedBy(chat: Chat, message: StoredMessage): StoredMessage | undefined {
  const id = message.replyTo ?? (message.extra?.forum_topic_created ? undefined : message.threadId);
  return id === undefined ? undefined : chat.messages.get(id);
}
