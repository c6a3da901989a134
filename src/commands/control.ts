import type { ButtonEvent } from '../contracts/button-event.ts';
import type {
  AnswerSelector,
  CommandCall,
  CommandReply,
  ControlResult,
} from '../contracts/command.ts';
import { texts } from '../texts/texts.ts';

/** The answer whose button was pressed: by the sequence in its id, and by its message, for sequences may begin anew with an empty store. */
export function answerOfPress(
  rest: string,
  { author, message, address }: ButtonEvent,
): AnswerSelector {
  return {
    channel: address.channel,
    author,
    sequence: Number.parseInt(rest, 10),
    messageId: message.messageId,
  };
}

/** The answer that a command points to, or else the newest. */
export function answerOfCall({ channel, author, targetId }: CommandCall): AnswerSelector {
  return { channel, author, messageId: targetId };
}

/** What is said to who pressed. Nothing where there is nothing to do any more: it was pressed twice, or the answer has ended meanwhile. */
export function pressReply(outcome: ControlResult): CommandReply | undefined {
  return outcome === 'pointless' ? undefined : controlReply(outcome);
}

/** What is said, to whoever asked, of what could not be done. */
export function controlReply(outcome: ControlResult): CommandReply | undefined {
  return outcome === 'done' ? undefined : { text: texts.cannotControl[outcome], onlyAsker: true };
}
