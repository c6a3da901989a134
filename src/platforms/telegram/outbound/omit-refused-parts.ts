import { refusesEntities, refusesKeyboard, refusesReply } from '../connection/telegram-error.ts';
import type { MessageTarget } from './message-format.ts';

/** A page and the chat that it goes to. */
interface Message<Page, Target extends MessageTarget> {
  readonly page: Page;
  readonly target: Target;
}

/**
 * Sends or edits a message. When Telegram refuses one part of it, sends it again without that part: the
 * reference to the question, the buttons, or the formatting. The words matter most.
 *
 * @throws The errors of `send`.
 */
export async function omitRefusedParts<Page, Target extends MessageTarget, Result>(
  message: Message<Page, Target>,
  toPlain: (page: Page) => Page | undefined,
  send: (message: Message<Page, Target>) => Promise<Result>,
): Promise<Result> {
  try {
    return await send(message);
  } catch (error) {
    const reduced = withoutRefusedPart(error, message, toPlain);
    if (!reduced) throw error;
    return omitRefusedParts(reduced, toPlain, send);
  }
}

/** `undefined`: the message does not have the part that is refused, or another one. */
function withoutRefusedPart<Page, Target extends MessageTarget>(
  error: unknown,
  { page, target }: Message<Page, Target>,
  toPlain: (page: Page) => Page | undefined,
): Message<Page, Target> | undefined {
  const { reply_parameters: reply, reply_markup: keyboard, ...parameters } = target.parameters;

  if (reply && refusesReply(error)) {
    const kept = keyboard ? { ...parameters, reply_markup: keyboard } : parameters;
    return { page, target: { ...target, parameters: kept } };
  }
  if (keyboard && refusesKeyboard(error)) {
    const kept = reply ? { ...parameters, reply_parameters: reply } : parameters;
    return { page, target: { ...target, parameters: kept } };
  }

  const plain = refusesEntities(error) ? toPlain(page) : undefined;
  return plain && { page: plain, target };
}
