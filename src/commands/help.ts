import type { Command } from '../contracts/command.ts';
import { texts } from '../texts/texts.ts';

export const help: Command = {
  name: 'help',
  description: 'Show what I can do',

  async run({ channel }, context) {
    const commands = context
      .commands()
      .filter(({ platform = channel.platform }) => platform === channel.platform);
    return { text: texts.help(commands), onlyAsker: true };
  },
};
