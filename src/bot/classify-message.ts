import type { Access } from '../contracts/access.ts';
import type { ChatMessage } from '../contracts/chat-message.ts';
import type { DeclineReason } from '../contracts/trace.ts';

/** Gives the reason why a message is not a question for the bot. `undefined`: it is a question. */
export function classifyMessage(
  message: ChatMessage,
  access: Pick<Access, 'check'>,
): DeclineReason | undefined {
  const { author, channel, addressed, text, quoted, attachments, unread } = message;
  if (author.isBot) return { kind: 'bot' };
  if (!addressed) return { kind: 'unaddressed' };

  const decision = access.check(author, channel);
  if (!decision.allowed) {
    const personId = `${channel.platform}:${author.id}`;
    return { kind: 'denied', denied: decision.denied, personId };
  }

  if (text || quoted?.text) return undefined;
  if (unread) return { kind: 'unread', content: unread };
  return { kind: attachments.length > 0 ? 'attachments' : 'wordless' };
}
