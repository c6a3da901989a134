import type { Access } from '../contracts/access.ts';
import type { ChatMessage } from '../contracts/chat-message.ts';
import type { DeclineReason } from '../contracts/trace.ts';

/** Why a message is not taken as a question; `undefined`: it is one. */
export function classifyMessage(
  message: ChatMessage,
  access: Pick<Access, 'check'>,
): DeclineReason | undefined {
  const { author, channel, addressed, text, quoted, attachments } = message;
  if (author.isBot) return { kind: 'bot' };
  if (!addressed) return { kind: 'unaddressed' };
  const verdict = access.check(author, channel);
  if (!verdict.allowed)
    return { kind: 'denied', denied: verdict.denied, personId: `${channel.platform}:${author.id}` };
  if (text || quoted?.text) return undefined;
  return { kind: attachments.length > 0 ? 'attachments' : 'wordless' };
}
