import type { Command } from '../contracts/command.ts';
import { networkOf } from '../lib/network-of.ts';
import { inEveryLanguage, texts } from '../texts/index.ts';

export const help: Command = {
  name: 'help',
  description: inEveryLanguage((texts) => texts.commands.help),

  async run({ channel, author }, context) {
    const network = networkOf(channel.platform);
    const usable = await context.commands(author, channel);
    const commands = usable.filter(({ platform = network }) => platform === network);
    const { nearby } = context.settings(channel);
    const text = texts.help(commands);
    return { text: nearby ? `${text}\n\n${texts.nearbyIsOn(nearby)}` : text, onlyAsker: true };
  },
};
