import type { Command } from '../contracts/command.ts';
import { texts } from '../texts/texts.ts';
import { answerOfCall, controlReply } from './control.ts';

export const forget: Command = {
  name: 'forget',
  description: 'Forget a question and my answer to it, as if you had deleted the question',
  target: 'message',

  async run(call, context) {
    if (call.targetId === undefined) {
      return { text: texts.forgetHowTo[call.channel.platform] ?? '', onlyAsker: true };
    }
    const result = await context.forget(answerOfCall(call));
    return controlReply(result) ?? { text: texts.forgotten, onlyAsker: true };
  },
};
