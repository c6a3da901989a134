import type { Command } from '../contracts/command.ts';
import { texts } from '../texts/texts.ts';
import { controlReply } from './control.ts';

export const undo: Command = {
  name: 'undo',
  description: 'Take back the last question and my answer to it',

  async run({ channel, author }, context) {
    const result = await context.forget({ channel, author });
    return controlReply(result) ?? { text: texts.undone };
  },
};
