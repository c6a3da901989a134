import { isDeepStrictEqual } from 'node:util';
import { applyDepartures } from './apply-departures.ts';
import { compareContent } from './compare-content.ts';
import type { MarkdownDocument } from './documents.ts';
import { readExpectedContent } from './expected-content.ts';
import type { JudgedDialect } from './judged-dialect.ts';
import { readCodeBlocks } from './plain-markdown.ts';

/**
 * The most UTF-16 units that may disappear: those of a link, a formula, or an unconfirmed table
 * head.
 */
const MAX_DISAPPEARING = 120;
/** With more complaints than this, a document is judged no further. */
const MAX_COMPLAINTS = 5;

/** The findings of `judgeGrowth` about one document. */
interface GrowthVerdict {
  readonly complaints: readonly string[];
  /** The number of times that the pages were updated. */
  readonly frames: number;
  /**
   * The number of frames in which text that could be read disappeared, except for a few characters.
   */
  readonly retractions: number;
}

/**
 * Judges the pages of a whole text: the platform takes each page as it is, all of the text is shown
 * in order and looks as it should, and code is exact.
 */
export function judgeFinal<Page>(
  judged: JudgedDialect<Page>,
  { markdown }: MarkdownDocument,
): readonly string[] {
  const pages = openRendering(judged)
    .update(markdown, 'final')
    .filter((page) => !judged.dialect.isFile?.(page));
  return [...judgePages(judged, pages), ...judgeText(judged, markdown, pages)];
}

/**
 * Judges a text that grows up to each of these lengths: in every frame, the platform takes each
 * page as it is and closed pages stay the same; in the end, the pages are those of the whole text.
 * Counts retractions.
 */
export function judgeGrowth<Page>(
  judged: JudgedDialect<Page>,
  { markdown }: MarkdownDocument,
  lengths: readonly number[],
): GrowthVerdict {
  const rendering = openRendering(judged);
  const complaints: string[] = [];
  let previousPages: readonly Page[] = [];
  let previousText = '';
  let retractions = 0;

  for (const length of lengths) {
    const pages = rendering.update(markdown.slice(0, length), 'growing');
    const changedPages = pages.filter((page, index) => page !== previousPages[index]);
    const frameComplaints = [...judgePages(judged, changedPages)];
    if (!keepsClosedPages(previousPages, pages)) frameComplaints.push('a closed page changed');
    complaints.push(
      ...frameComplaints.map((complaint) => `after ${length} characters, ${complaint}`),
    );

    const text = pages.slice(-2).map(judged.readText).join('\n');
    const isSameCount = pages.length === previousPages.length;
    if (isSameCount && countDisappeared(previousText, text) > MAX_DISAPPEARING) retractions += 1;

    previousPages = pages;
    previousText = text;
    if (complaints.length > MAX_COMPLAINTS) break;
  }

  const finalPages = rendering.update(markdown, 'final');
  const pagesOfWhole = openRendering(judged).update(markdown, 'final');
  if (!isDeepStrictEqual(finalPages, pagesOfWhole))
    complaints.push('in pieces it is not what it is as a whole');
  if (!keepsClosedPages(previousPages, finalPages))
    complaints.push('a closed page changed at the end');

  return { complaints, frames: lengths.length, retractions };
}

function openRendering<Page>({ dialect }: JudgedDialect<Page>) {
  return dialect.open(undefined, Number.POSITIVE_INFINITY);
}

/** Complains about what the platform would refuse or change. */
function judgePages<Page>(judged: JudgedDialect<Page>, pages: readonly Page[]): readonly string[] {
  return pages.flatMap((page, index) =>
    judged.findRefusals(page).map((complaint) => `page ${index + 1}: ${complaint}`),
  );
}

/** Complains about text that is lost or out of place, wrong styles, and changed code. */
function judgeText<Page>(
  judged: JudgedDialect<Page>,
  markdown: string,
  pages: readonly Page[],
): readonly string[] {
  const { characters, codeBlocks } = judged.readPages(pages);
  const expectedCode = readCodeBlocks(applyDepartures(markdown)).map(judged.toStoredCode);
  return [
    ...compareContent(readExpectedContent(markdown, judged.rules), characters, judged.allows),
    ...complainAboutCode(expectedCode, codeBlocks),
  ];
}

/** Tables and formulas may be shown as code blocks that are in no source: these are skipped. */
function complainAboutCode(
  expected: readonly string[],
  shown: readonly string[],
): readonly string[] {
  let index = 0;

  for (const code of expected.filter((text) => text.trim() !== '')) {
    while (index < shown.length && countShown(code, shown[index]) === 0) index += 1;

    let rest = code;
    // A code block that goes on on the next page is shown as several.
    while (rest !== '' && countShown(rest, shown[index]) > 0) {
      rest = rest.slice(countShown(rest, shown[index]));
      index += 1;
    }
    if (rest !== '') return [`lost or changed: ${JSON.stringify(rest.slice(0, 60))}`];
  }
  return [];
}

/** The number of units of the code that a block shows, with the line feed where the page ends. */
function countShown(code: string, block: string | undefined): number {
  if (block === undefined || block === '' || !code.startsWith(block)) return 0;
  return code[block.length] === '\n' ? block.length + 1 : block.length;
}

/** True if all pages before the last one are still the same. */
function keepsClosedPages<Page>(previous: readonly Page[], pages: readonly Page[]): boolean {
  return previous.slice(0, -1).every((page, index) => isDeepStrictEqual(page, pages[index]));
}

/**
 * The number of units behind the first difference of two texts. White space and the rules of a
 * table are no text: columns get wider while a table grows.
 */
function countDisappeared(previousText: string, text: string): number {
  const [previous, next] = [previousText, text].map((all) => all.replaceAll(/[\s─┼│]/g, ''));
  let same = 0;
  while (previous && same < previous.length && previous[same] === next?.[same]) same += 1;
  return (previous?.length ?? 0) - same;
}
