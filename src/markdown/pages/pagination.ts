import { clipLines } from '../layout/clip-lines.ts';
import { createGrowingLayout, type GrowingLayout } from '../layout/growing-layout.ts';
import type { LayoutOptions, Line } from '../layout/layout.ts';
import { findPageBreak } from './find-page-break.ts';
import { findReadableEnd } from './find-readable-end.ts';
import { previewTail } from './preview-tail.ts';

/** The lines of one page. */
export type PageLines = readonly Line[];

/** The pages of one text that grows. */
interface Pagination {
  /**
   * Takes the whole text so far and returns all of its pages. All pages before the last one are
   * closed and never change.
   */
  update(markdown: string, state: 'growing' | 'final'): readonly PageLines[];
}

/** The properties of a platform that the pagination needs. */
interface PaginationOptions extends LayoutOptions {
  /** Measures a page with these lines, as a share of the text that one message holds; 1 is full. */
  measureFill(lines: PageLines, pageIndex: number): number;
  /**
   * The most pages that are needed. A text that goes on behind them gets one more page, which is
   * empty.
   */
  readonly maxPages: number;
}

/** The least and the most UTF-16 units from one checkpoint to the next, while blocks are short. */
const SHORTEST_STEP = 100;
const LONGEST_STEP = 250;
/**
 * Each step is at least this share of the open block: a block is parsed as a whole at each
 * checkpoint.
 */
const STEP_SHARE_OF_BLOCK = 0.2;
/**
 * Each step is at least this share of the source that the open page has room for, by the share of it
 * that the source so far has filled: nothing is closed long before a page is full.
 */
const STEP_SHARE_OF_ROOM = 0.5;
/** Source that shows little, such as an address, says little about the room. */
const LONGEST_ROOM_STEP = 1_000;

/** The pages that are closed, and the source offset where the next one begins. */
interface ClosedPages {
  readonly pages: readonly PageLines[];
  readonly nextFrom: number;
  /** How full the open page is; 1 is full. */
  readonly fill: number;
}

/**
 * The part of a closed page that belongs to a block that was still growing when the page was
 * closed.
 */
interface UnconfirmedPart {
  readonly from: number;
  readonly to: number;
  /** The text that the page shows there. */
  readonly text: string;
}

/**
 * Divides a text into pages. A page is a window over the source: a block that is open at its end
 * continues on the next page.
 *
 * Pages are closed only at checkpoints. The text alone determines the checkpoints, and at each
 * checkpoint only the text before it counts. So the pages do not depend on the pieces in which the
 * text came.
 */
export function createPagination(options: PaginationOptions): Pagination {
  const { maxPages, measureFill } = options;
  let layout: GrowingLayout = createGrowingLayout(options);
  let lastCheckpoint = 0;
  let step = SHORTEST_STEP;
  let closed: ClosedPages = { pages: [], nextFrom: 0, fill: 0 };
  let unconfirmed: UnconfirmedPart | undefined;

  /**
   * The layout of a text. If a closed page would now show something else in its unconfirmed part,
   * the page stays as it is, and a new layout begins behind it.
   */
  function layOut(source: string): { readonly layout: GrowingLayout; readonly lines: PageLines } {
    const lines = layout.update(source);
    if (unconfirmed === undefined || textBetween(lines, unconfirmed) === unconfirmed.text)
      return { layout, lines };

    const newLayout = createGrowingLayout(options, unconfirmed.to);
    return { layout: newLayout, lines: newLayout.update(source) };
  }

  /** Closes the pages that the text up to a checkpoint fills. */
  function closeFullPages(textToCheckpoint: string): void {
    const source = textToCheckpoint.slice(0, findReadableEnd(textToCheckpoint));
    const current = layOut(source);
    const isNewLayout = current.layout !== layout;
    layout = current.layout;

    const { unfinishedFrom } = layout;
    const isConfirmed = unconfirmed !== undefined && unconfirmed.to <= unfinishedFrom;
    if (isNewLayout || isConfirmed) unconfirmed = undefined;

    const previousFrom = closed.nextFrom;
    const { stableUntil } = previewTail(current.lines, source, unfinishedFrom);
    closed = closePagesUntil(stableUntil, current.lines, closed, options);

    const { nextFrom } = closed;
    if (nextFrom > previousFrom && nextFrom > unfinishedFrom) {
      const part = { from: unfinishedFrom, to: nextFrom };
      unconfirmed = { ...part, text: textBetween(current.lines, part) };
    }
    layout.forgetBefore(unconfirmed?.from ?? nextFrom);
    step = stepBehind(textToCheckpoint.length);
  }

  /** The least length of source from a checkpoint to the next one. */
  function stepBehind(checkpoint: number): number {
    const { nextFrom, fill } = closed;
    const blockStep = Math.ceil((checkpoint - layout.unfinishedFrom) * STEP_SHARE_OF_BLOCK);
    // A page that may still be taken back is looked at often.
    const isFilling = unconfirmed === undefined && fill > 0;
    const room = isFilling ? ((checkpoint - nextFrom) * (1 - fill)) / fill : 0;
    const roomStep = Math.min(LONGEST_ROOM_STEP, Math.ceil(room * STEP_SHARE_OF_ROOM));
    return Math.max(SHORTEST_STEP, blockStep, roomStep);
  }

  /**
   * The closed pages and one that grows: the text behind them, as far as it is readable and fits.
   */
  function previewPages(markdown: string): readonly PageLines[] {
    const source = markdown.slice(0, findReadableEnd(markdown));
    const current = layOut(source);
    const { lines } = previewTail(current.lines, source, current.layout.unfinishedFrom);
    const { pages, nextFrom } = closed;
    const fillOfNext = (page: PageLines) => measureFill(page, pages.length);

    const next = clipLines(lines, nextFrom, source.length);
    if (fillOfNext(next) <= 1) return [...pages, next];

    const end = findPageBreak({ lines, from: nextFrom, to: source.length }, fillOfNext);
    return [...pages, clipLines(lines, nextFrom, end)];
  }

  /** All pages of a finished text. */
  function finalPages(markdown: string): readonly PageLines[] {
    const { lines } = layOut(markdown);
    const { pages, nextFrom } = closePagesUntil(markdown.length, lines, closed, options);
    return [...pages, clipLines(lines, nextFrom, markdown.length)];
  }

  return {
    update(markdown, state) {
      while (closed.pages.length < maxPages) {
        const checkpoint = findCheckpoint(markdown, lastCheckpoint, step);
        if (checkpoint === undefined) break;
        lastCheckpoint = checkpoint;
        closeFullPages(markdown.slice(0, checkpoint));
      }

      if (closed.pages.length >= maxPages) return [...closed.pages, []];
      return state === 'growing' ? previewPages(markdown) : finalPages(markdown);
    },
  };
}

/** Adds all full pages up to a source offset. */
function closePagesUntil(
  to: number,
  lines: PageLines,
  closed: ClosedPages,
  { measureFill, maxPages }: PaginationOptions,
): ClosedPages {
  const pages = [...closed.pages];
  let { nextFrom } = closed;
  const fillOfNext = (page: PageLines) => measureFill(page, pages.length);
  const fillOfRest = () => fillOfNext(clipLines(lines, nextFrom, to));

  let fill = fillOfRest();
  while (pages.length < maxPages && fill > 1) {
    const end = findPageBreak({ lines, from: nextFrom, to }, fillOfNext);
    const page = clipLines(lines, nextFrom, end);
    // Lines that show nothing are no page.
    if (fillOfNext(page) > 0) pages.push(page);
    nextFrom = end;
    fill = fillOfRest();
  }
  return { pages, nextFrom, fill };
}

/**
 * The next checkpoint, at the end of a line if one ends near. `undefined`: the text does not reach
 * it.
 */
function findCheckpoint(markdown: string, last: number, step: number): number | undefined {
  const furthest = last + step + LONGEST_STEP - SHORTEST_STEP;
  const lineEnd = markdown.indexOf('\n', last + step - 1) + 1;
  if (lineEnd > 0 && lineEnd <= furthest) return lineEnd;
  return markdown.length >= furthest ? furthest : undefined;
}

/** All text from a part of the source, without its look, white space, and what the layout added. */
function textBetween(
  lines: PageLines,
  { from, to }: { readonly from: number; readonly to: number },
): string {
  return clipLines(lines, from, to)
    .flatMap(({ runs }) => runs)
    .map((run) => (run.from < run.to ? run.text : ''))
    .join('')
    .replaceAll(/\s/g, '');
}
