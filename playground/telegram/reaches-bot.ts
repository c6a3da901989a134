import type { Chat } from './chat.ts';
import { isServiceMessage } from './is-service-message.ts';
import { mentionsUser } from './rich/mentions-user.ts';
import type { StoredMessage } from './stored-message.ts';
import type { Entity, User } from './wire.ts';

/**
 * True when the bot receives a message. In groups with privacy mode on, it receives commands that
 * are not for another bot, replies to its messages, messages that mention it, and service messages.
 * A bot that is an admin receives everything.
 */
export function reachesBot(
  chat: Chat,
  message: StoredMessage,
  bot: User,
  isPrivacyOn: boolean,
): boolean {
  if (chat.botStatus === 'left' || chat.botStatus === 'kicked') return false;
  if (chat.type === 'channel') return chat.botStatus === 'administrator';
  if (chat.type === 'private' || !isPrivacyOn || chat.botStatus === 'administrator') return true;
  if (isServiceMessage(message) || message.onlyForId !== undefined) return true;

  const repliedMessage =
    message.replyTo === undefined ? undefined : chat.messages.get(message.replyTo);
  if (repliedMessage?.from.id === bot.id) return true;
  if (message.rich && mentionsUser(message.rich, bot)) return true;
  return message.entities.some((entity) => isForBot(message, entity, bot));
}

/** True for a message that mentions a bot where it is no member: in guest mode, the bot receives it. */
export function summonsGuest(chat: Chat, message: StoredMessage, bot: User): boolean {
  const isMember = chat.botStatus === 'member' || chat.botStatus === 'administrator';
  if (isMember || chat.type === 'channel') return false;
  return message.entities.some(
    (entity) => entity.type === 'mention' && isForBot(message, entity, bot),
  );
}

function isForBot(message: StoredMessage, entity: Entity, bot: User): boolean {
  const { type, offset, length, user } = entity;
  const text = message.text.slice(offset, offset + length).toLowerCase();
  const mention = `@${bot.username}`.toLowerCase();

  if (type === 'bot_command') return !text.includes('@') || text.endsWith(mention);
  if (type === 'text_mention') return user?.id === bot.id;
  return type === 'mention' && text === mention;
}
