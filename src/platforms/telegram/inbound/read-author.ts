import type { Author } from '../../../contracts/chat-message.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { chatName } from './read-channel.ts';
import type { UpdateChat, UpdateMessage, UpdateOrigin, UpdateUser } from './read-update.ts';

/** An author about whom the update says nothing. */
const UNKNOWN_AUTHOR: Author = {
  id: '',
  name: 'someone',
  isBot: false,
  isServerAdmin: false,
  roles: [],
};

/** A Telegram user as an author. */
export function readUser(user: UpdateUser): Author {
  return omitUndefined({
    id: String(user.id),
    name: [user.first_name, user.last_name].filter(Boolean).join(' '),
    isBot: user.is_bot ?? false,
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
  message: Pick<UpdateMessage, 'chat' | 'from' | 'sender_chat' | 'is_automatic_forward'>,
): Author {
  const { sender_chat: senderChat, from, chat } = message;

  if (senderChat) {
    const author = readChatAuthor(senderChat, { isBot: message.is_automatic_forward ?? false });
    return { ...author, isServerAdmin: senderChat.id === chat.id };
  }

  return from ? readUser(from) : readChatAuthor(chat, { isBot: true });
}

/**
 * The first author of a message that was forwarded, or quoted from another chat. Reads the fields
 * and not the type, so an origin of a new type has the author that it names.
 */
export function readOrigin({
  sender_user: user,
  sender_user_name: hiddenName,
  sender_chat: senderChat,
  chat,
}: UpdateOrigin): Author {
  if (user) return readUser(user);
  if (hiddenName) return { ...UNKNOWN_AUTHOR, name: hiddenName };
  if (senderChat) return readChatAuthor(senderChat, { isBot: false });
  return chat ? readChatAuthor(chat, { isBot: true }) : UNKNOWN_AUTHOR;
}

function readChatAuthor(chat: UpdateChat, { isBot }: Pick<Author, 'isBot'>): Author {
  return { id: String(chat.id), name: chatName(chat), isBot, isServerAdmin: false, roles: [] };
}
