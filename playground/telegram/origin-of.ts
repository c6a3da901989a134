import { type Chat, chatToWire } from './chat.ts';
import type { StoredMessage } from './stored-message.ts';
import type { WireObject } from './wire.ts';

/**
 * The author of a message, as forwards and replies from other chats show it (`MessageOrigin`).
 * `isHidden`: the author wants only the name to be shown.
 */
export function originOf(chat: Chat, message: StoredMessage, isHidden = false): WireObject {
  const { from, senderChat, sentAt, extra } = message;
  const date = Math.floor(sentAt / 1000);
  // A forward of a forward shows the first author.
  const earlier = extra?.forward_origin;
  if (typeof earlier === 'object' && earlier !== null) return { ...earlier };

  if (chat.type === 'channel')
    return { type: 'channel', chat: chatToWire(chat), message_id: message.id, date };
  if (senderChat) return { type: 'chat', sender_chat: senderChat, date };
  if (isHidden) return { type: 'hidden_user', sender_user_name: from.first_name, date };
  return { type: 'user', sender_user: from, date };
}
