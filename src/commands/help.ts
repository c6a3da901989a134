import type { Command } from '../contracts/command.ts';
import { texts } from '../texts/texts.ts';

export const help: Command = {
  name: 'help',
  description: 'What I can do',
  async run({ channel }, powers) {
    const known = powers
      .commands()
      .filter(({ platform = channel.platform }) => platform === channel.platform);
    return { text: texts.help(known), onlyAsker: true };
  },
};
