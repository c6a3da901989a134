import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import type { SaidMessage, ShownMessage } from '../../local-network.ts';
import type { Chat } from '../chat.ts';
import { externalReplyToWire } from '../external-reply-to-wire.ts';
import { quoteToWire } from '../quote-to-wire.ts';
import type { StoredMessage } from '../stored-message.ts';
import { completeEntities } from '../text/format-text.ts';
import { isVisibleTo, toShownMessage } from '../to-shown.ts';
import type { User } from '../wire.ts';
import type { NewMessage, World } from '../world.ts';
import { attachFiles } from './attach-files.ts';
import { readExtra } from './read-extra.ts';
import { type ChatRoom, findRoom } from './rooms.ts';
import { formatTypedText, splitFormattedText, splitTypedText } from './typed-text.ts';

/**
 * `isHidden`: only the bot sees it. Sends a person's message, in several parts if it is too long for one. Each is shown, and
 * delivered to the bot if the bot may see it. Returns the first part.
 */
export function say(
  world: World,
  said: SaidMessage,
  { isHidden = false }: { readonly isHidden?: boolean } = {},
): ShownMessage {
  const author = findAuthor(world, said.authorId);
  const room = findRoom(world, said.roomId, author.id);
  refuseUnlessMayWrite(world, room, author);
  const reply = readReply(world, room.chat, author, said);
  const hidden = isHidden ? { onlyForId: author.id } : {};

  const messages = listContents(world, room, author, said).map((content, index) =>
    postAndDeliver(world, room, {
      from: author,
      ...hidden,
      ...(index === 0 ? reply : {}),
      ...content,
    }),
  );
  const [first] = messages;
  if (!first) throw new Error('Nothing was typed.');
  return toShownMessage(room.chat, first);
}

type Content = Omit<Partial<NewMessage>, 'from'>;

/** The messages in which the app sends what was typed: albums, and texts in several parts. */
function listContents(
  world: World,
  { chat }: ChatRoom,
  author: User,
  said: SaidMessage,
): readonly Content[] {
  if (said.extra) return [readExtra(world, author, said.extra)];
  const { entities, hasMarks = false } = said;
  if (entities) return [{ ...completeEntities(said.text, entities) }];

  const files = said.files ?? (said.file ? [said.file] : []);
  const text = said.text.trim();
  if (files.length === 0 && hasMarks)
    return splitFormattedText(formatTypedText(world, chat, text, hasMarks));
  if (files.length === 0)
    return splitTypedText(text).map((part) => formatTypedText(world, chat, part));

  if ([...text].length > world.limits.captionCharacters)
    throw new Error(`A caption has ${world.limits.captionCharacters} characters at most.`);
  const caption = text === '' ? {} : formatTypedText(world, chat, text, hasMarks);
  return attachFiles(world, files).map((file, index) =>
    index === 0 ? { ...file, ...caption } : file,
  );
}

/** Edits a person's message. */
export function edit(
  world: World,
  {
    roomId,
    messageId,
    text,
    hasMarks,
  }: { roomId: string; messageId: string; text: string; hasMarks: boolean },
): void {
  const { chat, message } = findMessage(world, roomId, messageId, world.me.id);
  if (message.from.is_bot || message.senderChat || message.extra?.forward_origin)
    throw new Error('Only own messages can be edited.');
  world.editMessage(chat, message, formatTypedText(world, chat, text, hasMarks));
  world.deliverMessage('edited_message', chat, message);
}

/** Deletes a message. Bots receive no update about it. */
export function remove(world: World, roomId: string, messageId: string): void {
  const { chat, message } = findMessage(world, roomId, messageId, world.me.id);
  world.removeMessage(chat, message);
}

/** Finds the person who acts; without an id it is `me`. */
export function findAuthor(world: World, id: string | undefined): User {
  const author = id === undefined ? world.me : world.findUser(Number(id));
  if (!author || author.is_bot) throw new Error(`There is no person ${id}.`);
  return author;
}

/** Puts a message into a room, and delivers it to the bot if the bot may see it. */
export function postAndDeliver(world: World, room: ChatRoom, content: NewMessage): StoredMessage {
  const { chat, threadId } = room;
  if (chat.type === 'private') startBot(world, chat);
  const message = world.postMessage(chat, omitUndefined({ ...content, threadId }));
  world.deliverMessage('message', chat, message);
  return message;
}

/** Finds a message in a room, as `userId` means the room. */
export function findMessage(
  world: World,
  roomId: string,
  messageId: string,
  userId: number,
): { readonly chat: Chat; readonly message: StoredMessage } {
  const { chat } = findRoom(world, roomId, userId);
  const message = chat.messages.get(Number(messageId));
  if (!message || !isVisibleTo(message, userId))
    throw new Error(`There is no message ${messageId} in this chat.`);
  return { chat, message };
}

/**
 * A person's first message starts the bot. A message also ends a block, and the bot receives an
 * update about that.
 */
function startBot(world: World, chat: Chat): void {
  chat.started = true;
  if (chat.botStatus === 'kicked') world.setBotStatus(chat, 'member', chat.owner);
}

/** Throws the sentence that the page shows when a person may not write in a room. */
export function refuseUnlessMayWrite(
  world: World,
  { chat, threadId }: ChatRoom,
  author: User,
): void {
  if (chat.migratedTo !== undefined) throw new Error('This group was upgraded to a supergroup.');
  if (!world.isMember(chat, author.id))
    throw new Error(`${author.first_name} is not in this chat.`);
  if (chat.type === 'channel' && chat.owner !== author)
    throw new Error('Only admins post in this channel.');

  const isClosed = threadId !== undefined && chat.topics.get(threadId)?.closed === true;
  if (isClosed && chat.owner !== author) throw new Error('This topic is closed.');
}

/** The message that is replied to, here or in another chat, and the selected part of it. */
function readReply(world: World, chat: Chat, author: User, said: SaidMessage): Content {
  const { replyTo, replyToRoomId = said.roomId, quote } = said;
  if (replyTo === undefined) return {};

  const repliedRoom = findRoom(world, replyToRoomId, author.id);
  const replied = repliedRoom.chat.messages.get(Number(replyTo));
  if (!replied || !isVisibleTo(replied, author.id))
    throw new Error(`There is no message ${replyTo} to reply to.`);
  // Only the bot sees a reply to what only its reader sees.
  if (replied.onlyForId !== undefined) return { replyTo: replied.id, onlyForId: author.id };

  if (repliedRoom.chat === chat) {
    if (quote === undefined) return { replyTo: replied.id };
    return { replyTo: replied.id, extra: { quote: quoteToWire(replied.text, quote, true) } };
  }
  // The server quotes the text of other chats by itself, because it sends no message along.
  const text = quote ?? replied.text;
  const isManual = quote !== undefined;
  const quoteFields = text === '' ? {} : { quote: quoteToWire(replied.text, text, isManual) };
  const external = externalReplyToWire(
    repliedRoom.chat,
    replied,
    world.hiddenUserIds.has(replied.from.id),
  );
  return { extra: { external_reply: external, ...quoteFields } };
}
