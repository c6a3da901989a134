import type { AttachedFile } from '../../../../contracts/dialect.ts';
import { omitUndefined } from '../../../../lib/omit-undefined.ts';
import type { Line } from '../../../../markdown/layout/layout.ts';
import { isSameFile } from '../../../../markdown/pages/is-attached-picture.ts';
import { createPagedDialect } from '../../../../markdown/pages/paged-dialect.ts';
import { textsIn } from '../../../../texts/index.ts';
import { cleanText } from '../clean-text.ts';
import { telegramLink } from '../telegram-link.ts';
import { measureBlocks } from './measure-blocks.ts';
import { type RichBlock, renderBlocks } from './render-blocks.ts';

/** One rich message. */
export interface RichPage {
  readonly blocks: readonly RichBlock[];
  /** Lists and tables begin at the right. */
  readonly isRightToLeft?: true;
  /** The message is this file, and has no blocks. */
  readonly file?: AttachedFile;
}

/**
 * In UTF-16 units. Telegram takes 32,768 characters, but its clients fold messages with more than
 * about 8,000. This number of UTF-16 units is at most 24,000 bytes of UTF-8, so it is safe in
 * whatever unit Telegram counts.
 */
const SOFT_LIMIT = 7_900;
/** Telegram's limit is 500. The rest is room for one more line. */
const MAX_BLOCKS = 490;
const MAX_COLUMNS = 20;
/** People open no longer ones, and Telegram does not say which ones it takes. */
const ADDRESS_LIMITS = { linked: 4_000, shown: 4_000 };
const MAX_REASONING_LENGTH = 3_000;
const FIRST_LETTER = /\p{L}/u;
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * Markdown as rich messages (Bot API 10.2), which have headings, lists, tables and formulas of
 * their own.
 */
export const richDialect = createPagedDialect<RichPage>({
  render(lines, folded = '', label = textsIn('en').reasoningLabel) {
    const answer = renderBlocks(lines);
    if (answer.length === 0) return undefined;

    return omitUndefined({
      blocks: [...renderFolded(folded, label), ...answer],
      isRightToLeft: isRightToLeft(lines) ? (true as const) : undefined,
    });
  },

  measureFill({ blocks }) {
    const size = measureBlocks(blocks);
    return Math.max(size.units / SOFT_LIMIT, size.blocks / MAX_BLOCKS);
  },

  createFilePage: (file) => ({ blocks: [], file }),

  same: (a, b) =>
    isSameFile(a.file, b.file) && JSON.stringify(a.blocks) === JSON.stringify(b.blocks),

  sentences: textsIn('en'),
  isLink: (url) => telegramLink(url) !== undefined,
  addressLimits: ADDRESS_LIMITS,
  nativeBlocks: { maxTableColumns: MAX_COLUMNS },
});

/** The first letter outside of code belongs to a script that is written from right to left. */
function isRightToLeft(lines: readonly Line[]): boolean {
  for (const { runs, leaf } of lines) {
    if (leaf.kind === 'code') continue;

    for (const { text, look } of runs) {
      const letter = look.code ? undefined : FIRST_LETTER.exec(text)?.[0];
      if (letter) return RIGHT_TO_LEFT.test(letter);
    }
  }

  return false;
}

/** A folded block, if there is any text for it. */
function renderFolded(folded: string, label: string): readonly RichBlock[] {
  const text = cleanText(shorten(folded.trim())).trim();
  if (text === '') return [];

  const paragraph: RichBlock = { type: 'paragraph', text };
  return [{ type: 'details', summary: label, blocks: [paragraph] }];
}

function shorten(text: string): string {
  if (text.length <= MAX_REASONING_LENGTH) return text;
  return `${text.slice(0, MAX_REASONING_LENGTH).toWellFormed()}…`;
}
