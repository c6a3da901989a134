import type { Command } from '../contracts/command.ts';
import { inEveryLanguage, textsIn } from '../texts/index.ts';
import { answerOfCall, answerOfPress, controlReply, pressReply } from './control.ts';

export const continueAnswer: Command = {
  name: 'continue',
  power: 'regenerate',
  description: inEveryLanguage((texts) => texts.commands.continue),

  async run(call, context) {
    const result = await context.rerun(answerOfCall(call), { kind: 'continue' });
    return (
      controlReply(result, context) ?? {
        text: textsIn(context.language).continuing,
        onlyAsker: true,
      }
    );
  },

  async press(rest, button, context) {
    const result = await context.rerun(answerOfPress(rest, button), { kind: 'continue' });
    return pressReply(result, context);
  },
};
