import type { Command } from '../contracts/command.ts';
import { texts } from '../texts/texts.ts';
import { answerOfCall, answerOfPress, controlReply, pressReply } from './control.ts';

export const continueAnswer: Command = {
  name: 'continue',
  description: 'Go on with the last answer, where it was cut off or stopped',

  async run(call, powers) {
    const outcome = await powers.rerun(answerOfCall(call), { kind: 'continue' });
    return controlReply(outcome) ?? { text: texts.continuing, onlyAsker: true };
  },

  async press(rest, button, powers) {
    return pressReply(await powers.rerun(answerOfPress(rest, button), { kind: 'continue' }));
  },
};
