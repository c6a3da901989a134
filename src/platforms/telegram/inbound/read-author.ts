import type { Chat, Message, MessageOrigin, User } from 'grammy/types';
import type { Author } from '../../../contracts/chat-message.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { chatName } from './read-channel.ts';

/** A Telegram user as an author. */
export function readUser(user: User): Author {
  return omitUndefined({
    id: String(user.id),
    name: [user.first_name, user.last_name].filter(Boolean).join(' '),
    isBot: user.is_bot,
    // Only a request (`getChatMember`) could answer this, and no event may cost a request.
    isServerAdmin: false,
    roles: [],
    locale: user.language_code || undefined,
  });
}

/**
 * The author of a message.
 *
 * People may write in the name of a chat: an anonymous admin in the name of the group itself,
 * others in the name of their channel. `from` is then a substitute that Telegram marks as a bot. A
 * post of the linked channel comes into its discussion group by an automatic forward, so its author
 * counts as a bot.
 */
export function readAuthor(
  message: Pick<Message, 'chat' | 'from' | 'sender_chat' | 'is_automatic_forward'>,
): Author {
  const { sender_chat: senderChat, from, chat } = message;

  if (senderChat) {
    const author = readChatAuthor(senderChat, { isBot: message.is_automatic_forward ?? false });
    return { ...author, isServerAdmin: senderChat.id === chat.id };
  }

  return from ? readUser(from) : readChatAuthor(chat, { isBot: true });
}

/** The first author of a message that was forwarded, or quoted from another chat. */
export function readOrigin(origin: MessageOrigin): Author {
  switch (origin.type) {
    case 'user':
      return readUser(origin.sender_user);
    case 'hidden_user':
      return {
        id: '',
        name: origin.sender_user_name,
        isBot: false,
        isServerAdmin: false,
        roles: [],
      };
    case 'chat':
      return readChatAuthor(origin.sender_chat, { isBot: false });
    case 'channel':
      return readChatAuthor(origin.chat, { isBot: true });
  }
}

function readChatAuthor(chat: Chat, { isBot }: Pick<Author, 'isBot'>): Author {
  return { id: String(chat.id), name: chatName(chat), isBot, isServerAdmin: false, roles: [] };
}
