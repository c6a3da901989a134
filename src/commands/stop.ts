import type { Command } from '../contracts/command.ts';
import { inEveryLanguage, textsIn } from '../texts/index.ts';
import { answerOfPress, pressReply } from './control.ts';

export const stop: Command = {
  name: 'stop',
  power: 'stop',
  description: inEveryLanguage((texts) => texts.commands.stop),

  async run(call, context) {
    const texts = textsIn(context.language);
    const { stopped, kept } = await context.stop(call.channel, call.author);
    if (stopped === 0) {
      return { text: kept > 0 ? texts.nothingOwnToStop : texts.nothingToStop, onlyAsker: true };
    }
    return { text: kept > 0 ? texts.stoppedOwnTurns(stopped) : texts.stoppedTurns(stopped) };
  },

  /** `rest` is the sequence number of the answer above the button. */
  async press(rest, button, context) {
    return pressReply(await context.stopAnswer(answerOfPress(rest, button)), context);
  },
};
