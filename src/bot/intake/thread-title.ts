import type { ChatMessage } from '../../contracts/chat-message.ts';
import { cutAtWord } from '../../lib/cut-at-word.ts';
import { toOneLine } from '../../lib/to-one-line.ts';
import { texts } from '../../texts/index.ts';

/** Discord takes 100 characters. */
const MAX_CHARACTERS = 90;
const LINK = /!?\[([^\]]*)\]\([^)]*\)/g;
const MENTION = /(^|\s)@\S+/g;
const MARKUP = /[*_~`|]+|^[#>\s-]+/gm;

/** The title of the thread that a question opens: its first words, in one line. */
export function threadTitle({ text, quoted, attachments }: ChatMessage): string {
  const words = [text, quoted?.text ?? '', attachments[0]?.name ?? ''].map(plainLine);
  return cutAtWord(words.find((line) => line !== '') ?? texts.threadTitle, MAX_CHARACTERS);
}

function plainLine(text: string): string {
  const start = text.slice(0, MAX_CHARACTERS * 10);
  const plain = start.replace(LINK, '$1').replace(MENTION, '$1').replace(MARKUP, '');
  return toOneLine(plain);
}
