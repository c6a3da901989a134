import type { Command } from '../contracts/command.ts';
import { inEveryLanguage, texts } from '../texts/index.ts';
import { answerOfCall, controlReply } from './control.ts';

export const forget: Command = {
  name: 'forget',
  power: 'forget',
  description: inEveryLanguage((texts) => texts.commands.forget),
  target: 'message',

  async run(call, context) {
    if (call.targetId === undefined) {
      return { text: texts.forgetHowTo[call.channel.platform] ?? '', onlyAsker: true };
    }
    const result = await context.forget(answerOfCall(call));
    return controlReply(result) ?? { text: texts.forgotten, onlyAsker: true };
  },
};
