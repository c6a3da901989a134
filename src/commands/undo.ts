import type { Command } from '../contracts/command.ts';
import { inEveryLanguage, textsIn } from '../texts/index.ts';
import { controlReply } from './control.ts';

export const undo: Command = {
  name: 'undo',
  power: 'undo',
  description: inEveryLanguage((texts) => texts.commands.undo),

  async run({ channel, author }, context) {
    const texts = textsIn(context.language);
    const result = await context.undo(channel, author);
    if (result === 'own') return { text: texts.undoneOwn };
    return controlReply(result, context) ?? { text: texts.undone };
  },
};
