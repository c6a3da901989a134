import type { Author } from '../../../contracts/chat-message.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { chatName } from './chat-name.ts';
import type { UpdateMessage } from './read-update.ts';
import type { UpdateChat, UpdateOrigin, UpdateUser } from './readers.ts';

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
    name: chatName(user),
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
 * post of a channel has no other author, also where it is forwarded into the discussion group.
 */
export function readAuthor(message: Pick<UpdateMessage, 'chat' | 'from' | 'sender_chat'>): Author {
  const { sender_chat: senderChat, from, chat } = message;

  if (senderChat) {
    return {
      ...readChatAuthor(senderChat, { isBot: false }),
      isServerAdmin: senderChat.id === chat.id,
    };
  }
  return from ? readUser(from) : readChatAuthor(chat, { isBot: chat.type !== 'channel' });
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

/** The first author of a message in words: the name, who signed a post, and the address of a public one. */
export function describeOrigin(origin: UpdateOrigin): string {
  const { chat, message_id: messageId, author_signature: signature } = origin;
  const { name } = readOrigin(origin);
  const username = (origin.sender_user ?? origin.sender_chat ?? chat)?.username;
  const post = chat?.username && messageId && `https://t.me/${chat.username}/${messageId}`;

  const words = [
    username && !post ? `${name} (@${username})` : name,
    signature && `signed by ${signature}`,
    post,
  ];
  return words.filter(Boolean).join(', ');
}

function readChatAuthor(chat: UpdateChat, { isBot }: Pick<Author, 'isBot'>): Author {
  return { id: String(chat.id), name: chatName(chat), isBot, isServerAdmin: false, roles: [] };
}
