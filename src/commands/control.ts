import type { ButtonEvent } from '../contracts/button-event.ts';
import type {
  AnswerSelector,
  CommandCall,
  CommandContext,
  CommandReply,
  ControlResult,
} from '../contracts/command.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { textsIn } from '../texts/index.ts';

/**
 * The answer whose button was pressed. `rest` starts with the sequence number. The message id is needed
 * too: with an empty store, sequence numbers start from 1 again.
 */
export function answerOfPress(rest: string, button: ButtonEvent): AnswerSelector {
  return {
    channel: button.address.channel,
    ...omitUndefined({ interaction: button.address.interaction }),
    author: button.author,
    sequence: Number.parseInt(rest, 10),
    messageId: button.message.messageId,
  };
}

/** The answer that a command points to, or the newest one. */
export function answerOfCall({
  channel,
  author,
  targetId,
  interaction,
}: CommandCall): AnswerSelector {
  return { channel, author, messageId: targetId, ...omitUndefined({ interaction }) };
}

/**
 * The reply to a press. `undefined` when there is nothing left to do: the button was pressed twice,
 * or the answer has ended in the meantime.
 */
export function pressReply(
  result: ControlResult,
  context: Pick<CommandContext, 'language'>,
): CommandReply | undefined {
  const reply = result === 'pointless' ? undefined : controlReply(result, context);
  return reply && result === 'gone' ? { ...reply, removesButtons: true } : reply;
}

/** The reply to an order that did not work. `undefined` when it worked. */
export function controlReply(
  result: ControlResult,
  { language }: Pick<CommandContext, 'language'>,
): CommandReply | undefined {
  if (result === 'done') return undefined;
  return { text: textsIn(language).controlRefused[result], onlyAsker: true };
}
