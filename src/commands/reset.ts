import type { Command } from '../contracts/command.ts';
import { inEveryLanguage, textsIn } from '../texts/index.ts';

export const reset: Command = {
  name: 'reset',
  power: 'reset',
  description: inEveryLanguage((texts) => texts.commands.reset),

  async run(call, context) {
    await context.reset(call.channel);
    const hasPins = (await context.pins.list(call.channel)).length > 0;
    return {
      text: hasPins ? textsIn(context.language).resetExceptPins : textsIn(context.language).reset,
    };
  },
};
