import { isDeepStrictEqual } from 'node:util';
import { compareContent } from './compare-content.ts';
import type { MarkdownDocument } from './documents.ts';
import { readCodeValues, readExpectedContent } from './expected-content.ts';
import type { JudgedDialect } from './judged-dialect.ts';
import type { VisibleCode } from './visible-content.ts';

/** I1, I2 and I8: the platform takes every page as it is. */
export function judgePages<P>(
  { findRefusals: refusals }: JudgedDialect<P>,
  pages: readonly P[],
): readonly string[] {
  return pages.flatMap((page, index) =>
    refusals(page).map((complaint) => `page ${index + 1}: ${complaint}`),
  );
}

/** I3 and I9: all of the text is shown, in order, and looks as it should. I4: code is exact. */
export function judgeText<P>(
  { allows, rules, storedCode: code, readPages: shown }: JudgedDialect<P>,
  markdown: string,
  pages: readonly P[],
): readonly string[] {
  const { characters: signs, codes } = shown(pages);
  return [
    ...compareContent(readExpectedContent(markdown, rules), signs, { allows }),
    ...codeComplaints(readCodeValues(markdown).map(code), codes),
  ];
}

/** Grids and formulas are blocks that stand in no source. */
function codeComplaints(
  expected: readonly string[],
  shown: readonly VisibleCode[],
): readonly string[] {
  let at = 0;
  for (const value of expected.filter((one) => one.trim() !== '')) {
    while (at < shown.length && beginsWith(value, shown[at]) === 0) at += 1;
    const { left, end } = takeCode(value, shown, at);
    if (left !== '') return [`lost or changed: ${JSON.stringify(left.slice(0, 60))}`];
    at = end;
  }
  return [];
}

/** A block that goes on on the next page is one. */
function takeCode(
  value: string,
  shown: readonly VisibleCode[],
  from: number,
): { left: string; end: number } {
  let left = value;
  let end = from;
  while (left !== '') {
    const taken = beginsWith(left, shown[end]);
    if (taken === 0) break;
    left = left.slice(taken);
    end += 1;
  }
  return { left, end };
}

/** How much of the code a block shows, with the line feed where the page ends. */
function beginsWith(value: string, code: VisibleCode | undefined): number {
  if (code === undefined || !value.startsWith(code.text) || code.text === '') return 0;
  return code.text.length + (value[code.text.length] === '\n' ? 1 : 0);
}

export interface GrowthVerdict {
  readonly complaints: readonly string[];
  readonly frames: number;
  /** Frames in which something that was read disappeared, but for the last few characters. */
  readonly retractions: number;
}

/** One atom, or the head of a table that is not confirmed yet. */
const MAY_DISAPPEAR = 120;

/**
 * I1, I2 and I6 in every frame of a text that grows by these pieces; I5 counted; I7 at its end: the pages are those of the
 * text as a whole.
 */
export function judgeGrowth<P>(
  judged: JudgedDialect<P>,
  { markdown }: MarkdownDocument,
  cuts: readonly number[],
): GrowthVerdict {
  const rendering = judged.dialect.open(undefined, Number.POSITIVE_INFINITY);
  const complaints: string[] = [];
  let before: readonly P[] = [];
  let read = '';
  let retractions = 0;
  for (const cut of cuts) {
    const pages = rendering.update(markdown.slice(0, cut), 'growing');
    const changed = pages.filter((page, index) => page !== before[index]);
    complaints.push(
      ...judgePages(judged, changed).map((complaint) => `after ${cut} characters, ${complaint}`),
    );
    const isStable = before
      .slice(0, -1)
      .every((page, index) => isDeepStrictEqual(page, pages[index]));
    if (!isStable) complaints.push(`after ${cut} characters, a closed page changed`);
    const now = pages.slice(-2).map(judged.readText).join('\n');
    if (pages.length === before.length && disappeared(read, now) > MAY_DISAPPEAR) retractions += 1;
    read = now;
    before = pages;
    if (complaints.length > 5) break;
  }
  const final = rendering.update(markdown, 'final');
  const whole = judged.dialect.open(undefined, Number.POSITIVE_INFINITY).update(markdown, 'final');
  if (!isDeepStrictEqual(final, whole))
    complaints.push('in pieces it is not what it is as a whole');
  const wasStable = before
    .slice(0, -1)
    .every((page, index) => isDeepStrictEqual(page, final[index]));
  if (!wasStable) complaints.push('a closed page changed at the end');
  return { complaints, frames: cuts.length, retractions };
}

function disappeared(before: string, now: string): number {
  let same = 0;
  while (same < before.length && before[same] === now[same]) same += 1;
  return before.length - same;
}

/** All that a finished text promises. */
export function judgeFinal<P>(
  judged: JudgedDialect<P>,
  { markdown }: MarkdownDocument,
): readonly string[] {
  const pages = judged.dialect.open(undefined, Number.POSITIVE_INFINITY).update(markdown, 'final');
  return [...judgePages(judged, pages), ...judgeText(judged, markdown, pages)];
}
