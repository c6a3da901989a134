import type { Command } from '../contracts/command.ts';
import { inEveryLanguage, textsIn } from '../texts/index.ts';
import { answerOfPress, pressReply } from './control.ts';

export const stop: Command = {
  name: 'stop',
  description: inEveryLanguage((texts) => texts.commands.stop),

  async run(call, context) {
    const count = await context.stop(call.channel);
    return count === 0
      ? { text: textsIn(context.language).nothingToStop, onlyAsker: true }
      : { text: textsIn(context.language).stoppedTurns(count) };
  },

  /** `rest` is the sequence number of the answer above the button. */
  async press(rest, button, context) {
    return pressReply(await context.stopAnswer(answerOfPress(rest, button)), context);
  },
};
