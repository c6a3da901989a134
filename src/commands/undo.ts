import type { Command } from '../contracts/command.ts';
import { inEveryLanguage, textsIn } from '../texts/index.ts';
import { controlReply } from './control.ts';

export const undo: Command = {
  name: 'undo',
  description: inEveryLanguage((texts) => texts.commands.undo),

  async run({ channel, author }, context) {
    const result = await context.forget({ channel, author });
    return controlReply(result, context) ?? { text: textsIn(context.language).undone };
  },
};
