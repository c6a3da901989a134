import type { Dialect } from '../../../src/contracts/dialect.ts';
import { discordDialect } from '../../../src/platforms/discord/rendering/dialect.ts';
import { telegramDialect } from '../../../src/platforms/telegram/rendering/dialect.ts';
import { measureBlocks } from '../../../src/platforms/telegram/rendering/rich/measure-blocks.ts';
import { richDialect } from '../../../src/platforms/telegram/rendering/rich/rich-dialect.ts';

/** A page as text, and how full it is by the limits of its platform; 1 is full. */
interface MeasuredPage {
  readonly text: string;
  readonly fill: number;
}

/** A dialect whose pages are measured, whatever they hold. */
export interface MeasuredDialect {
  readonly name: string;
  readonly dialect: Dialect<unknown>;
  /** Reads the pages that are no files. */
  read(pages: readonly unknown[]): readonly MeasuredPage[];
}

/** Of what a message may hold, the pages of a long text fill this much on average at least. */
const LEAST_FILL = 0.25;
/** The first page, the last one, and those before and behind a piece that is not divided. */
const SPARE_PAGES = 4;

/** The dialects of all networks. */
export const measuredDialects: readonly MeasuredDialect[] = [
  measureDialect('discord', discordDialect, ({ content }) => ({
    text: content,
    fill: content.length / 2_000,
  })),
  measureDialect('telegram', telegramDialect, ({ text, entities = [] }) => ({
    text,
    fill: Math.max(text.length / 4_096, entities.length / 100),
  })),
  measureDialect('telegram, rich', richDialect, ({ blocks }) => {
    const size = measureBlocks(blocks);
    return { text: JSON.stringify(blocks), fill: Math.max(size.units / 7_900, size.blocks / 500) };
  }),
];

function measureDialect<Page>(
  name: string,
  dialect: Dialect<Page>,
  readPage: (page: Page) => MeasuredPage,
): MeasuredDialect {
  const read = (pages: readonly Page[]) =>
    pages.filter((page) => !dialect.isFile?.(page)).map(readPage);
  return { name, dialect, read } as MeasuredDialect;
}

/**
 * Complains about the pages of one of the documents with a huge piece: a page that no message
 * holds, lost prose, and a text that is cut into far too many pages.
 */
export function complainAboutHugePiece(
  { dialect, read }: MeasuredDialect,
  markdown: string,
  share = 1,
): readonly string[] {
  const rendering = dialect.open('', 1_000, { largestFill: share });
  const pages = read(rendering.update(markdown, 'final'));
  const fills = pages.map(({ fill }) => fill / share);
  const fill = fills.reduce((sum, part) => sum + part, 0);
  const text = pages.map((page) => page.text).join('\n');

  const complaints = fills
    .filter((part) => part > 1)
    .map((part) => `a page is filled to ${part.toFixed(2)}`);
  if (!text.includes('Before it are words.')) complaints.push('the beginning is lost');
  if (!text.includes('The end of the prose.')) complaints.push('the end is lost');
  if (pages.length > fill / LEAST_FILL + SPARE_PAGES)
    complaints.push(`${pages.length} pages for the text of ${fill.toFixed(1)}`);
  return complaints;
}
