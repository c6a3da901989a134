import type { Command } from '../contracts/command.ts';
import { texts } from '../texts/texts.ts';
import { answerOfPress, pressReply } from './control.ts';

export const stop: Command = {
  name: 'stop',
  description: 'Stop the answer that is being written here',
  async run(call, powers) {
    const count = await powers.stop(call.channel);
    return count === 0
      ? { text: texts.nothingToStop, onlyAsker: true }
      : { text: texts.stoppedTurns(count) };
  },
  /** `<sequence>`: of the answer that grows above the button. */
  async press(rest, button, powers) {
    return pressReply(await powers.stopAnswer(answerOfPress(rest, button)));
  },
};
