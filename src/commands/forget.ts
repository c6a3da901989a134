import type { Command } from '../contracts/command.ts';
import { networkOf } from '../lib/network-of.ts';
import { inEveryLanguage, textsIn } from '../texts/index.ts';
import { answerOfCall, controlReply } from './control.ts';

export const forget: Command = {
  name: 'forget',
  power: 'forget',
  description: inEveryLanguage((texts) => texts.commands.forget),
  target: 'message',
  menuName: inEveryLanguage((texts) => texts.commands.menuForget),

  async run(call, context) {
    if (call.targetId === undefined) {
      return {
        text: textsIn(context.language).forgetHowTo[networkOf(call.channel.platform)] ?? '',
        onlyAsker: true,
      };
    }
    const result = await context.forget(answerOfCall(call));
    return (
      controlReply(result, context) ?? {
        text: textsIn(context.language).forgotten,
        onlyAsker: true,
      }
    );
  },
};
