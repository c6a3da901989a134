import type { Chat } from './chat.ts';
import type { StoredMessage } from './stored-message.ts';
import type { User } from './wire.ts';

/**
 * Whether the bot receives what somebody wrote in a group. With privacy mode on: commands that are not for another bot,
 * replies to it, messages that mention it, service messages. Admin bots receive everything.
 */
export function reachesBot(
  chat: Chat,
  message: StoredMessage,
  bot: User,
  privacy: boolean,
): boolean {
  if (chat.botStatus === 'left' || chat.botStatus === 'kicked') return false;
  if (chat.type === 'private' || !privacy || chat.botStatus === 'administrator') return true;
  if (isService(message)) return true;
  const quoted = message.replyTo === undefined ? undefined : chat.messages.get(message.replyTo);
  if (quoted?.from.id === bot.id) return true;
  return message.entities.some((entity) => {
    const text = message.text.slice(entity.offset, entity.offset + entity.length).toLowerCase();
    const name = `@${bot.username}`.toLowerCase();
    if (entity.type === 'bot_command') return !text.includes('@') || text.endsWith(name);
    if (entity.type === 'text_mention') return entity.user?.id === bot.id;
    return entity.type === 'mention' && text === name;
  });
}

/** Service messages have neither text nor file. */
const isService = (message: StoredMessage) =>
  message.text === '' && !message.attachment && !message.rich;
