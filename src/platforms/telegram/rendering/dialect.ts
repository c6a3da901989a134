import { type AttachedFile, createPagedDialect } from '../../../markdown/paged-dialect.ts';
import { texts } from '../../../texts/texts.ts';
import { disarmMentions } from './disarm-mentions.ts';
import type { TelegramEntity } from './nest-entities.ts';
import { renderLines } from './render-lines.ts';
import { telegramLink } from './telegram-link.ts';

/** One message: a text, and how it looks. */
export interface TelegramPage {
  readonly text: string;
  /** Absent: plain text. */
  readonly entities?: readonly TelegramEntity[];
  readonly file?: AttachedFile;
}

/** Telegram's limit is 4096 code points; UTF-16 units are never fewer. Room is left for one more line. */
const SOFT_LIMIT = 4_000;
/** More than 100 entities are said to be ignored. Room is left as above. */
const MOST_ENTITIES = 98;
const LONGEST_REASONING = 1_000;
/** Telegram calls a text empty that has nothing but these. */
const INVISIBLE = /^[\s\p{Default_Ignorable_Code_Point}]*$/u;

/** Markdown as text with entities. Pages are what the server will store, so that `same` is exact. */
export const telegramDialect = createPagedDialect<TelegramPage>({
  render(lines, reasoning = '') {
    const answer = renderLines(lines);
    if (INVISIBLE.test(answer.text)) return undefined;
    const thoughts = shorten(reasoning);
    const { text, entities } = disarmMentions(
      thoughts === '' ? answer : renderLines(lines, thoughts),
    );
    return entities.length > 0 ? { text, entities } : { text };
  },
  fill: ({ text, entities = [] }) =>
    Math.max(text.length / SOFT_LIMIT, entities.length / MOST_ENTITIES),
  attach: (file) => ({ text: '', file }),
  same: (a, b) =>
    a.text === b.text &&
    a.file?.markdown === b.file?.markdown &&
    JSON.stringify(a.entities ?? []) === JSON.stringify(b.entities ?? []),
  sentences: texts,
  isLink: (url) => telegramLink(url) !== undefined,
});

function shorten(reasoning: string): string {
  const text = reasoning.trim();
  if (text.length <= LONGEST_REASONING) return text;
  return `${text.slice(0, text.lastIndexOf(' ', LONGEST_REASONING) + 1 || LONGEST_REASONING).toWellFormed()}…`;
}
