import type { Command } from '../contracts/command.ts';
import { texts } from '../texts/texts.ts';

export const reset: Command = {
  name: 'reset',
  description: 'Forget what was said here and start a new conversation',

  async run(call, context) {
    await context.reset(call.channel);
    const hasPins = (await context.pins.list(call.channel)).length > 0;
    return { text: hasPins ? texts.resetExceptPins : texts.reset };
  },
};
