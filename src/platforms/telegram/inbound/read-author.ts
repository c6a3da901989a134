import type { Chat, Message, MessageOrigin, User } from 'grammy/types';
import type { Author } from '../../../contracts/chat-message.ts';
import { chatName } from './read-channel.ts';

export function readUser(user: User): Author {
  return {
    id: String(user.id),
    name: [user.first_name, user.last_name].filter(Boolean).join(' '),
    isBot: user.is_bot,
    // Only a request would tell (getChatMember), and no event may cost one.
    isServerAdmin: false,
    roles: [],
    ...(user.language_code && { locale: user.language_code }),
  };
}

/**
 * Who wrote a message. People may write in the name of a chat: an anonymous admin in that of the group itself, others in
 * that of a channel of theirs; `from` is then a stand-in that Telegram marks as a bot. What a linked channel posts is
 * forwarded into its discussion group by no person.
 */
export function readAuthor(
  message: Pick<Message, 'chat' | 'from' | 'sender_chat' | 'is_automatic_forward'>,
): Author {
  const { sender_chat: senderChat, from, chat } = message;
  if (senderChat)
    return {
      ...chatAuthor(senderChat, message.is_automatic_forward ?? false),
      isServerAdmin: senderChat.id === chat.id,
    };
  return from ? readUser(from) : chatAuthor(chat, true);
}

/** Who first wrote what was forwarded or quoted from elsewhere. */
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
      return chatAuthor(origin.sender_chat, false);
    case 'channel':
      return chatAuthor(origin.chat, true);
  }
}

function chatAuthor(chat: Chat, isBot: boolean): Author {
  return { id: String(chat.id), name: chatName(chat), isBot, isServerAdmin: false, roles: [] };
}
