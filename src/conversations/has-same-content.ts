import type { ChatMessage } from '../contracts/chat-message.ts';

/** Tells whether an event changed nothing that the model reads: networks also report link previews, pins and reactions as edits. */
export function hasSameContent(before: ChatMessage, after: ChatMessage): boolean {
  return ownWords(before) === ownWords(after) && fileNames(before) === fileNames(after);
}

/** A checklist has only details. Beside words, details change without the author: link previews arrive later. */
function ownWords({ text, details }: ChatMessage): string | undefined {
  return text || details;
}

/** References to files differ from one event to the next on some networks. */
function fileNames({ attachments }: ChatMessage): string {
  return JSON.stringify(attachments.map(({ name, bytes }) => [name, bytes]));
}
