import type { StoredMessage } from './stored-message.ts';

/** A service message announces what happened: it has no words, no file and no other content. */
export function isServiceMessage({ text, attachment, rich, content }: StoredMessage): boolean {
  return text === '' && !attachment && !rich && !content;
}
