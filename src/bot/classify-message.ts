import type { Access } from '../contracts/access.ts';
import type { ChatMessage, MessageContent } from '../contracts/chat-message.ts';
import type { DeclineReason } from '../contracts/trace.ts';

/** Gives the reason why a message is not a question for the bot. `undefined`: it is a question. */
export function classifyMessage(
  message: ChatMessage,
  access: Pick<Access, 'check'>,
): DeclineReason | undefined {
  const { author, channel, addressed, quoted } = message;
  if (author.isBot) return { kind: 'bot' };
  if (!addressed) return { kind: 'unaddressed' };

  const decision = access.check(author, channel);
  if (!decision.allowed) {
    const personId = `${channel.platform}:${author.id}`;
    return { kind: 'denied', denied: decision.denied, personId };
  }

  const hasAnything = hasContent(message) || (quoted !== undefined && hasContent(quoted));
  return hasAnything ? undefined : { kind: 'wordless' };
}

function hasContent({ text, details, attachments }: MessageContent): boolean {
  return text !== '' || Boolean(details) || attachments.length > 0;
}
