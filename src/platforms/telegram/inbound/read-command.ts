import type { Channel } from '../../../contracts/chat-message.ts';
import type { Command, CommandCall } from '../../../contracts/command.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import type { BotIdentity } from './bot-identity.ts';
import { readAuthor } from './read-author.ts';
import { readMessage } from './read-message.ts';
import { repliedTo } from './read-quoted.ts';
import type { UpdateMessage } from './read-update.ts';

/**
 * `/name` or `/name@bot`, and the text after it. Telegram's clients mark commands by the same rule.
 */
const COMMAND = /^\/([a-z0-9_]{1,64})(?:@([a-z0-9_]+))?(?:\s+(.*))?$/is;

/**
 * Reads the command that a message calls.
 *
 * @returns `for-another-bot` when the command names another bot. `undefined` when the message is no
 * command. In groups, a command that names no bot and that Parley does not have may be for any bot,
 * so it is a plain message there.
 */
export function readCommand(
  message: UpdateMessage,
  channel: Channel,
  { me, commands }: { readonly me: BotIdentity; readonly commands: readonly Command[] },
): CommandCall | 'for-another-bot' | undefined {
  const text = message.text ?? message.caption ?? '';
  const [, typedName, botName, argument] = COMMAND.exec(text) ?? [];

  if (typedName === undefined) return undefined;
  if (botName !== undefined && botName.toLowerCase() !== me.username.toLowerCase())
    return 'for-another-bot';

  const name = typedName.toLowerCase();
  const command = commands.find((candidate) => candidate.name === name);
  const isForAnyBot = botName === undefined && channel.kind !== 'direct';
  if (!command && isForAnyBot) return undefined;

  const repliedMessage = repliedTo(message);
  // Nothing is known about a message that only its author and the bot saw.
  const replied = repliedMessage?.ephemeral_message_id === undefined ? repliedMessage : undefined;
  const optionName = command?.options?.[0]?.name ?? 'text';
  const optionValue = argument?.trim();

  return omitUndefined({
    name,
    channel,
    author: readAuthor(message),
    options: optionValue ? { [optionName]: optionValue } : {},
    targetId: replied && String(replied.message_id),
    target: replied && readTarget(replied, channel, me),
  });
}

/** The message that the command acts on. */
function readTarget(
  replied: UpdateMessage,
  channel: Channel,
  me: BotIdentity,
): CommandCall['target'] {
  return replied.from?.id === me.id ? 'own' : readMessage(replied, channel, me);
}
