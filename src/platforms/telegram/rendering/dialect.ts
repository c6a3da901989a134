import type { AttachedFile } from '../../../contracts/dialect.ts';
import { isSameFile } from '../../../markdown/pages/is-attached-picture.ts';
import { createPagedDialect } from '../../../markdown/pages/paged-dialect.ts';
import { textsIn } from '../../../texts/index.ts';
import { disarmMentions } from './disarm-mentions.ts';
import type { TelegramEntity } from './nest-entities.ts';
import { renderLines } from './render-lines.ts';
import { telegramLink } from './telegram-link.ts';

/** One message: a text with its formatting, or a file. */
export interface TelegramPage {
  readonly text: string;
  /** Absent: plain text. */
  readonly entities?: readonly TelegramEntity[];
  /** The message is this file, and has no text. */
  readonly file?: AttachedFile;
}

/** Telegram's limit is 4096 code points, and a text never has fewer UTF-16 units. */
const LIMIT = 4_096;
/** Telegram is said to ignore entities after the first 100. The rest is room for one more line. */
const MAX_ENTITIES = 98;
const MAX_REASONING_LENGTH = 1_000;
/** People open no longer ones, and Telegram does not say which ones it takes. */
const ADDRESS_LIMITS = { linked: 4_000, shown: 3_000 };
/** In columns. In code, a phone shows about this number before it breaks the line. */
const TABLE_WIDTH = 34;
/** Telegram calls a text empty that has only such characters. */
const INVISIBLE = /^[\s\p{Default_Ignorable_Code_Point}]*$/u;

/**
 * Markdown as texts with entities. Pages are equal to what the server stores, so `same` is exact.
 */
export const telegramDialect = createPagedDialect<TelegramPage>({
  render(lines, reasoning = '') {
    const answer = renderLines(lines);
    if (INVISIBLE.test(answer.text)) return undefined;

    const shortReasoning = shortenReasoning(reasoning);
    const page = shortReasoning === '' ? answer : renderLines(lines, shortReasoning);
    const { text, entities } = disarmMentions(page);
    return entities.length > 0 ? { text, entities } : { text };
  },

  measureFill: ({ text, entities = [] }) =>
    Math.max(text.length / LIMIT, entities.length / MAX_ENTITIES),

  createFilePage: (file) => ({ text: '', file }),

  same: (a, b) =>
    a.text === b.text &&
    isSameFile(a.file, b.file) &&
    JSON.stringify(a.entities ?? []) === JSON.stringify(b.entities ?? []),

  sentences: textsIn('en'),
  isLink: (url) => telegramLink(url) !== undefined,
  tableWidth: TABLE_WIDTH,
  addressLimits: ADDRESS_LIMITS,
});

/** Cuts at the last space before the limit, if there is one. */
function shortenReasoning(reasoning: string): string {
  const text = reasoning.trim();
  if (text.length <= MAX_REASONING_LENGTH) return text;

  const afterLastSpace = text.lastIndexOf(' ', MAX_REASONING_LENGTH) + 1;
  const beginning = text.slice(0, afterLastSpace || MAX_REASONING_LENGTH);
  return `${beginning.toWellFormed()}…`;
}
