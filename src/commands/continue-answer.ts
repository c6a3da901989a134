import type { Command } from '../contracts/command.ts';
import { texts } from '../texts/texts.ts';
import { answerOfCall, answerOfPress, controlReply, pressReply } from './control.ts';

export const continueAnswer: Command = {
  name: 'continue',
  description: 'Continue the last answer where it was cut off or stopped',

  async run(call, context) {
    const result = await context.rerun(answerOfCall(call), { kind: 'continue' });
    return controlReply(result) ?? { text: texts.continuing, onlyAsker: true };
  },

  async press(rest, button, context) {
    const result = await context.rerun(answerOfPress(rest, button), { kind: 'continue' });
    return pressReply(result);
  },
};
