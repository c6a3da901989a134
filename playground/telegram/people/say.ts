import type { SaidMessage } from '../../local-network.ts';
import type { Chat } from '../chat.ts';
import type { StoredMessage } from '../stored-message.ts';
import { toShownMessage } from '../to-shown.ts';
import type { User } from '../wire.ts';
import type { NewMessage, World } from '../world.ts';
import { type ChatRoom, findRoom } from './rooms.ts';
import { formatTypedText, splitTypedText } from './typed-text.ts';

const PHOTO = /^image\/(?:jpeg|png|webp)$/;

/** A person says something: it is shown, and delivered to the bot if it may see it. */
export function say(world: World, said: SaidMessage) {
  const author = findAuthor(world, said.authorId);
  const spot = findRoom(world, said.roomId, author.id);
  refuseUnlessMayWrite(world, spot, author);
  const { file } = said;
  const attachment =
    file &&
    world.files.attach(
      PHOTO.test(file.mime) ? 'photo' : 'document',
      file.name,
      file.mime,
      file.bytes,
    );
  const base = { from: author, ...replyOf(spot.chat, said.replyTo) };
  const [first = '', ...rest] = splitTypedText(said.text.trim());
  if (first === '' && !attachment) throw new Error('Nothing was typed.');
  const message = postAndDeliver(world, spot, {
    ...base,
    ...formatTypedText(world, spot.chat, first),
    ...(attachment && { attachment }),
  });
  for (const text of rest)
    postAndDeliver(world, spot, { from: author, ...formatTypedText(world, spot.chat, text) });
  return toShownMessage(spot.chat, message);
}

export function edit(world: World, roomId: string, messageId: string, text: string): void {
  const { chat, message } = findMessage(world, roomId, messageId, world.me.id);
  const person = message.from;
  if (person.is_bot || message.senderChat) throw new Error('Only own messages can be edited.');
  world.editMessage(chat, message, formatTypedText(world, chat, text));
  world.deliverMessage('edited_message', chat, message);
}

/** Bots are not told. */
export function remove(world: World, roomId: string, messageId: string): void {
  const { chat, message } = findMessage(world, roomId, messageId, world.me.id);
  world.removeMessage(chat, message);
}

export function findAuthor(world: World, id: string | undefined): User {
  const author = id === undefined ? world.me : world.findUser(Number(id));
  if (!author || author.is_bot) throw new Error(`There is no person ${id}.`);
  return author;
}

export function postAndDeliver(world: World, spot: ChatRoom, content: NewMessage): StoredMessage {
  const { chat, threadId } = spot;
  if (chat.type === 'private') start(world, chat);
  const message = world.postMessage(chat, {
    ...content,
    ...(threadId !== undefined && { threadId }),
  });
  world.deliverMessage('message', chat, message);
  return message;
}

export function findMessage(world: World, roomId: string, messageId: string, userId: number) {
  const { chat } = findRoom(world, roomId, userId);
  const message = chat.messages.get(Number(messageId));
  if (!message) throw new Error(`There is no message ${messageId} in this chat.`);
  return { chat, message };
}

/** Writing to a bot starts it, and ends a block, of which the bot is told. */
function start(world: World, chat: Chat): void {
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

function replyOf(chat: Chat, messageId: string | undefined): { readonly replyTo?: number } {
  if (messageId === undefined) return {};
  if (!chat.messages.has(Number(messageId)))
    throw new Error(`There is no message ${messageId} to reply to.`);
  return { replyTo: Number(messageId) };
}
