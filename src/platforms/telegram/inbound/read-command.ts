import type { Message } from 'grammy/types';
import type { Channel } from '../../../contracts/chat-message.ts';
import type { Command, CommandCall } from '../../../contracts/command.ts';
import { readAuthor } from './read-author.ts';
import { readMessage, repliedTo } from './read-message.ts';
import type { BotIdentity } from './read-text.ts';

/** `/name`, `/name@bot`, and what follows. Telegram's own rule for what its clients show as a command. */
const COMMAND = /^\/([a-z0-9_]{1,64})(?:@([a-z0-9_]+))?(?:\s+(.*))?$/is;

/**
 * `others`: for another bot. In groups, a command that names no bot and that we do not have may be for any of them, so it
 * counts as a plain message (`undefined`).
 */
export function readCommand(
  message: Message,
  channel: Channel,
  { me, commands }: { readonly me: BotIdentity; readonly commands: readonly Command[] },
): CommandCall | 'others' | undefined {
  const [, typed, bot, rest] = COMMAND.exec(message.text ?? message.caption ?? '') ?? [];
  if (typed === undefined) return undefined;
  if (bot !== undefined && bot.toLowerCase() !== me.username.toLowerCase()) return 'others';
  const name = typed.toLowerCase();
  const command = commands.find((known) => known.name === name);
  if (!command && bot === undefined && channel.kind !== 'direct') return undefined;
  const replied = repliedTo(message);
  const target = replied?.from?.id === me.id ? 'own' : replied && readMessage(replied, channel, me);
  const value = rest?.trim();
  return {
    name,
    channel,
    author: readAuthor(message),
    options: value ? { [command?.options?.[0]?.name ?? 'text']: value } : {},
    ...(replied && { targetId: String(replied.message_id) }),
    ...(target && { target }),
  };
}
