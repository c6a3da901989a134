import type { Command } from '../contracts/command.ts';
import { inEveryLanguage, texts } from '../texts/index.ts';

export const help: Command = {
  name: 'help',
  description: inEveryLanguage((texts) => texts.commands.help),
  onlyAsker: true,

  async run({ channel }, context) {
    const commands = context
      .commands()
      .filter(({ platform = channel.platform }) => platform === channel.platform);
    const { nearby } = context.settings(channel);
    const text = texts.help(commands);
    return { text: nearby ? `${text}\n\n${texts.nearbyIsOn(nearby)}` : text, onlyAsker: true };
  },
};
