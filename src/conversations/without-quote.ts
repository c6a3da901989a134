import type { ChatMessage } from '../contracts/chat-message.ts';

/** In place of words that were taken back, in a message that has no words of its own. */
const TAKEN_BACK = '(deleted)';

/** A message without the one that it replies to. */
export function withoutQuote({ quoted, ...message }: ChatMessage): ChatMessage {
  if (message.text !== '' || !quoted) return message;
  const { id, author, isOwn } = quoted;
  return { ...message, quoted: { id, author, isOwn, text: TAKEN_BACK, attachments: [] } };
}
