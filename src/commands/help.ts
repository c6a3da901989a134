import type { Command } from '../contracts/command.ts';
import { texts } from '../texts/texts.ts';

export const help: Command = {
  name: 'help',
  description: 'What I can do',
  async run(_call, powers) {
    return { text: texts.help(powers.commands()), onlyAsker: true };
  },
};
