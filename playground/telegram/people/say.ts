import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import type { SaidMessage, ShownMessage } from '../../local-network.ts';
import type { Chat } from '../chat.ts';
import type { Attachment, StoredMessage } from '../stored-message.ts';
import { toShownMessage } from '../to-shown.ts';
import type { User } from '../wire.ts';
import type { NewMessage, World } from '../world.ts';
import { type ChatRoom, findRoom } from './rooms.ts';
import { formatTypedText, splitTypedText } from './typed-text.ts';

/** The types of files that clients send as photos. */
const PHOTO_MIME = /^image\/(?:jpeg|png|webp)$/;

/**
 * Sends a person's message, in several parts if it is too long for one. Each is shown, and
 * delivered to the bot if the bot may see it. Returns the first part.
 */
export function say(world: World, said: SaidMessage): ShownMessage {
  const author = findAuthor(world, said.authorId);
  const room = findRoom(world, said.roomId, author.id);
  const { chat } = room;
  refuseUnlessMayWrite(world, room, author);

  const attachment = attachFile(world, said.file);
  const replyTo = readReplyTo(chat, said.replyTo);
  const [firstText = '', ...otherTexts] = splitTypedText(said.text.trim());
  if (firstText === '' && !attachment) throw new Error('Nothing was typed.');

  const formatted = formatTypedText(world, chat, firstText);
  const content = omitUndefined({ from: author, replyTo, ...formatted, attachment });
  const message = postAndDeliver(world, room, content);
  for (const text of otherTexts)
    postAndDeliver(world, room, { from: author, ...formatTypedText(world, chat, text) });
  return toShownMessage(chat, message);
}

/** Edits a person's message. */
export function edit(world: World, roomId: string, messageId: string, text: string): void {
  const { chat, message } = findMessage(world, roomId, messageId, world.me.id);
  if (message.from.is_bot || message.senderChat)
    throw new Error('Only own messages can be edited.');
  world.editMessage(chat, message, formatTypedText(world, chat, text));
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
  if (!message) throw new Error(`There is no message ${messageId} in this chat.`);
  return { chat, message };
}

function attachFile(world: World, file: SaidMessage['file']): Attachment | undefined {
  if (!file) return undefined;
  const kind = PHOTO_MIME.test(file.mime) ? 'photo' : 'document';
  return world.files.attach(kind, file.name, file.mime, file.bytes);
}

/**
 * A person's first message starts the bot. A message also ends a block, and the bot receives an
 * update about that.
 */
function startBot(world: World, chat: Chat): void {
  chat.started = true;
  if (chat.botStatus === 'kicked') world.setBotStatus(chat, 'member', chat.owner);
}

function refuseUnlessMayWrite(world: World, { chat, threadId }: ChatRoom, author: User): void {
  if (chat.migratedTo !== undefined) throw new Error('This group was upgraded to a supergroup.');
  if (!world.isMember(chat, author.id))
    throw new Error(`${author.first_name} is not in this chat.`);

  const isClosed = threadId !== undefined && chat.topics.get(threadId)?.closed === true;
  if (isClosed && chat.owner !== author) throw new Error('This topic is closed.');
}

function readReplyTo(chat: Chat, messageId: string | undefined): number | undefined {
  if (messageId === undefined) return undefined;
  if (!chat.messages.has(Number(messageId)))
    throw new Error(`There is no message ${messageId} to reply to.`);
  return Number(messageId);
}
