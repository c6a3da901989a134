import type { ChatMessage } from '../../contracts/chat-message.ts';
import type { Language } from '../../contracts/language.ts';
import { cutAtWord } from '../../lib/cut-at-word.ts';
import { toOneLine } from '../../lib/to-one-line.ts';
import { textsIn } from '../../texts/index.ts';

/** Discord takes 100 characters. */
const MAX_CHARACTERS = 90;
const LINK = /!?\[([^\]]*)\]\([^)]*\)/g;
const MENTION = /(^|\s)@\S+/g;
const MARKUP = /[*_~`|]+|^[#>\s-]+/gm;

/** The title of the thread that a question opens: its first words, in one line. `language` is that of a question without words. */
export function threadTitle(
  { text, quoted, attachments }: ChatMessage,
  language: Language,
): string {
  const words = [text, quoted?.text ?? '', attachments[0]?.name ?? ''].map(plainLine);
  return cutAtWord(
    words.find((line) => line !== '') ?? textsIn(language).threadTitle,
    MAX_CHARACTERS,
  );
}

function plainLine(text: string): string {
  const start = text.slice(0, MAX_CHARACTERS * 10);
  const plain = start.replace(LINK, '$1').replace(MENTION, '$1').replace(MARKUP, '');
  return toOneLine(plain);
}
