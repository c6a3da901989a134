import type { MessageContent } from '../contracts/chat-message.ts';

/** What a pin keeps of a message: its words, and the names of its files. */
export function pinText({ text, details, attachments }: MessageContent): string {
  const files = attachments.map(({ name }) => `[${name}]`);
  return [text, details, ...files].filter(Boolean).join('\n');
}
