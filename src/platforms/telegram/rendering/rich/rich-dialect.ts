import type { Line } from '../../../../markdown/layout.ts';
import { type AttachedFile, createPagedDialect } from '../../../../markdown/paged-dialect.ts';
import { texts } from '../../../../texts/texts.ts';
import { cleanText } from '../clean-text.ts';
import { telegramLink } from '../telegram-link.ts';
import { measureBlocks } from './measure-blocks.ts';
import { type RichBlock, renderBlocks } from './render-blocks.ts';

/** One rich message. */
export interface RichPage {
  readonly blocks: readonly RichBlock[];
  /** Lists and tables begin at the right. */
  readonly isRightToLeft?: true;
  readonly file?: AttachedFile;
}

/**
 * Telegram takes 32,768 characters, but clients fold what has more than about 8,000. In UTF-8, so many UTF-16 units are at most 24,000
 * bytes: safe in whatever unit it counts.
 */
const SOFT_LIMIT = 7_900;
/** Of 500. Room is left for one more line. */
const MOST_BLOCKS = 490;
const MOST_COLUMNS = 20;
const LONGEST_REASONING = 3_000;
const FIRST_LETTER = /\p{L}/u;
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Markdown as rich messages (Bot API 10.2): headings, lists, tables and formulas are Telegram's own. */
export const richDialect = createPagedDialect<RichPage>({
  render(lines, reasoning = '') {
    const blocks = renderBlocks(lines);
    if (blocks.length === 0) return undefined;
    const thoughts = cleanText(shorten(reasoning.trim())).trim();
    return {
      blocks: thoughts === '' ? blocks : [folded(thoughts), ...blocks],
      ...(isRightToLeft(lines) && { isRightToLeft: true }),
    };
  },
  fill({ blocks }) {
    const size = measureBlocks(blocks);
    return Math.max(size.units / SOFT_LIMIT, size.blocks / MOST_BLOCKS);
  },
  attach: (file) => ({ blocks: [], file }),
  same: (a, b) =>
    a.file?.markdown === b.file?.markdown && JSON.stringify(a.blocks) === JSON.stringify(b.blocks),
  sentences: texts,
  isLink: (url) => telegramLink(url) !== undefined,
  native: { mostColumns: MOST_COLUMNS },
});

/** As the first letter that is no code. */
function isRightToLeft(lines: readonly Line[]): boolean {
  for (const { runs, leaf } of lines) {
    const letter =
      leaf.kind !== 'code' &&
      runs.map(({ text, look }) => (look.code ? '' : FIRST_LETTER.exec(text)?.[0])).find(Boolean);
    if (letter) return RIGHT_TO_LEFT.test(letter);
  }
  return false;
}

function folded(text: string): RichBlock {
  return { type: 'details', summary: texts.reasoningLabel, blocks: [{ type: 'paragraph', text }] };
}

function shorten(text: string): string {
  return text.length > LONGEST_REASONING
    ? `${text.slice(0, LONGEST_REASONING).toWellFormed()}…`
    : text;
}
