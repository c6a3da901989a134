import type { Command } from '../contracts/command.ts';
import { texts } from '../texts/texts.ts';

export const reset: Command = {
  name: 'reset',
  description: 'Forget what was said here and start afresh',
  async run(call, powers) {
    await powers.reset(call.channel);
    return { text: texts.reset };
  },
};
