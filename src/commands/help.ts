import type { Command } from '../contracts/command.ts';
import { networkOf } from '../lib/network-of.ts';
import { inEveryLanguage, textsIn } from '../texts/index.ts';

export const help: Command = {
  name: 'help',
  description: inEveryLanguage((texts) => texts.commands.help),
  onlyAsker: true,

  async run({ name, author, channel }, context) {
    const texts = textsIn(context.language);
    const network = networkOf(channel.platform);
    const usable = await context.commands(author, channel);
    const commands = usable
      .filter(({ platform = network }) => platform === network)
      .map(({ description, ...command }) => ({
        ...command,
        description: description[context.language],
      }));

    const { nearby } = context.settings(channel);
    const paragraphs = [
      // Telegram sends `/start` when a person opens the chat.
      name === 'start' ? texts.welcome : '',
      texts.help({ commands, network, isDirect: channel.kind === 'direct' }),
      nearby ? texts.nearbyIsOn(nearby) : '',
    ];
    return { text: paragraphs.filter(Boolean).join('\n\n'), onlyAsker: true };
  },
};
