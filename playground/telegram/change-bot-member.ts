import type { Clock } from '../../src/lib/clock.ts';
import { botMemberToWire } from './bot-member-to-wire.ts';
import { type Chat, chatToWire } from './chat.ts';
import type { Updates } from './updates.ts';
import type { User } from './wire.ts';

/** Changes the bot's membership in a chat, and sends the bot the update about it. */
export function changeBotMember(
  { bot, clock, updates }: { readonly bot: User; readonly clock: Clock; readonly updates: Updates },
  chat: Chat,
  change: Partial<Pick<Chat, 'botStatus' | 'botForbidden'>>,
  changedBy: User,
): void {
  const oldMember = botMemberToWire(bot, chat);
  Object.assign(chat, change);
  updates.push('my_chat_member', {
    chat: chatToWire(chat),
    from: changedBy,
    date: Math.floor(clock.now() / 1000),
    old_chat_member: oldMember,
    new_chat_member: botMemberToWire(bot, chat),
  });
}
