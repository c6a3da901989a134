import type { Chat, Message, MessageEntity, Update, User } from 'grammy/types';
import type { Command } from '../../../src/contracts/command.ts';
import type { UpdateContext } from '../../../src/platforms/telegram/inbound/read-event.ts';
import { localized } from '../../helpers/localized.ts';

const run = async () => ({ text: '' });

/** Two commands, one of them with an option. */
export const commands: readonly Command[] = [
  {
    name: 'model',
    description: localized('Choose'),
    options: [{ name: 'name', description: localized('The model') }],
    run,
  },
  { name: 'reset', description: localized('Start afresh'), run },
];

/** The bot and its commands, as `readEvent` takes them. */
export const context: UpdateContext = { me: { id: 1, username: 'ParleyBot' }, commands };

export const bot: User = { id: 1, is_bot: true, first_name: 'Parley', username: 'ParleyBot' };

export const ann: User = {
  id: 7,
  is_bot: false,
  first_name: 'Ann',
  last_name: 'Lee',
  language_code: 'de',
};

export const dm: Chat = { id: 7, type: 'private', first_name: 'Ann', last_name: 'Lee' };
export const group: Chat = { id: -50, type: 'group', title: 'Friends' };
export const forum: Chat = { id: -100, type: 'supergroup', title: 'Forum', is_forum: true };

/** A message from Ann in the group. */
export function message(change: Partial<Message>): Message {
  return { message_id: 42, date: 1_700_000_000, from: ann, chat: group, ...change };
}

/** The update that brings a message. */
export function incoming(change: Partial<Message>): Update {
  // The type asks for fields that only messages in channels lack.
  return { update_id: 900, message: message(change) } as Update;
}

/** The entity with which Telegram marks `part` of `text`. */
export function mark(
  text: string,
  part: string,
  type: 'mention' | 'bot_command' = 'mention',
): MessageEntity {
  return { type, offset: text.indexOf(part), length: part.length };
}
