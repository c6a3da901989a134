import type { ButtonEvent } from '../contracts/button-event.ts';
import type { AnswerOfTurn, CommandCall, CommandReply, ControlOutcome } from '../contracts/command.ts';
import { texts } from '../texts/texts.ts';

/** The answer whose button was pressed: by the sequence in its id, and by its message, for sequences may begin anew with an empty store. */
export function answerOfPress(rest: string, { by, place, address }: ButtonEvent): AnswerOfTurn {
  return { channel: address.channel, by, sequence: Number.parseInt(rest, 10), messageId: place.messageId };
}

/** The answer that a command points to, or else the newest. */
export function answerOfCall({ channel, by, targetId }: CommandCall): AnswerOfTurn {
  return { channel, by, messageId: targetId };
}

/** What is said to who pressed. Nothing where there is nothing to do any more: it was pressed twice, or the answer has ended meanwhile. */
export function pressReply(outcome: ControlOutcome): CommandReply | undefined {
  return outcome === 'pointless' ? undefined : controlReply(outcome);
}

/** What is said, to whoever asked, of what could not be done. */
export function controlReply(outcome: ControlOutcome): CommandReply | undefined {
  return outcome === 'done' ? undefined : { text: texts.cannotControl[outcome], onlyAsker: true };
}
