import type { Author } from '../../contracts/chat-message.ts';
import { cutAtWord } from '../../lib/cut-at-word.ts';
import { toOneLine } from '../../lib/to-one-line.ts';

const MAX_CHARACTERS = 40;

/** The name of a person in a sentence: no part of it counts as Markdown. */
export function shownName({ name }: Pick<Author, 'name'>): string {
  return shownWords(name);
}

/** The beginning of what a person typed, in a sentence about it. */
export function shownWords(typed: string): string {
  return cutAtWord(toOneLine(typed), MAX_CHARACTERS).replace(/[\\`*_~|[\]<>#]/g, '\\$&');
}
