import { clipLines, getSourceOffset } from '../layout/clip-lines.ts';
import { BREAK_QUALITY, type Line, type Run } from '../layout/layout.ts';
import { joinRuns } from '../layout/line.ts';

/** A stretch of the source that is too long for one page, and the lines in it. */
interface PageWindow {
  readonly lines: readonly Line[];
  readonly from: number;
  readonly to: number;
}

/** A source offset where a page may end. */
interface PageBreak {
  readonly offset: number;
  readonly quality: number;
}

/** A page ends at this share of its room or later, if it can: an emptier one wastes room. */
const MIN_FILL = 0.6;
const SENTENCE_END = /[.!?…][)\]"'»”’*_]*\s$|[。！？]$/;
/** Enough UTF-16 units to see the end of a sentence, with its quotes and brackets. */
const SENTENCE_END_LENGTH = 6;

const graphemes = new Intl.Segmenter();

/**
 * Finds the source offset at which a page should end that cannot hold the whole window: the best
 * break in the last part of the page. The offset is always behind the start of the window.
 *
 * @param measureFill Measures how full a page with these lines would be; 1 is full.
 */
export function findPageBreak(
  window: PageWindow,
  measureFill: (lines: readonly Line[]) => number,
): number {
  const { lines, from, to } = window;
  const fillUntil = (offset: number) => measureFill(clipLines(lines, from, offset));
  const fits = ({ offset }: PageBreak) => fillUntil(offset) <= 1;

  const lineBreaks = listLineBreaks(window);
  const lastLineBreak = findLastIndex(lineBreaks, fits);

  // The first line that does not fit as a whole may still be divided.
  const innerBreaks = listInnerBreaks({
    lines,
    from: lineBreaks[lastLineBreak]?.offset ?? from,
    to: lineBreaks[lastLineBreak + 1]?.offset ?? to,
  });
  const lastInnerBreak = findLastIndex(innerBreaks, fits);

  const fitting = [
    ...lineBreaks.slice(0, lastLineBreak + 1),
    ...innerBreaks.slice(0, lastInnerBreak + 1),
  ];
  const lastEarlyBreak = findLastIndex(fitting, ({ offset }) => fillUntil(offset) < MIN_FILL);
  const late = fitting.slice(lastEarlyBreak + 1);

  const best = findBest(late.length > 0 ? late : fitting.slice(-1));
  return best?.offset ?? findOffsetInGrapheme(window, fillUntil);
}

/** The breaks before the lines of the window, except for its first one. */
function listLineBreaks({ lines, from, to }: PageWindow): PageBreak[] {
  return lines.flatMap((line, index): PageBreak[] => {
    if (line.continues || line.from <= from || line.from > to) return [];

    // A heading does not stay alone at the end of a page.
    const isBehindHeading = lines[index - 1]?.leaf.kind === 'heading';
    return [
      { offset: line.from, quality: isBehindHeading ? BREAK_QUALITY.word : line.breakQuality },
    ];
  });
}

/** The breaks inside of lines, between graphemes, in the order of the source. */
function listInnerBreaks({ lines, from, to }: PageWindow): PageBreak[] {
  const breaks: PageBreak[] = [];

  for (const line of clipLines(lines, from, to)) {
    const text = joinRuns(line.runs);
    const offsets = listSourceOffsets(line.runs);

    for (const { index, segment } of graphemes.segment(text)) {
      const end = index + segment.length;
      const offset = offsets[end];
      const isDivisible = offset !== undefined && offset !== offsets[end - 1];
      if (!isDivisible || offset <= from || offset >= to) continue;

      breaks.push({ offset, quality: rateInnerBreak(text, end, line) });
    }
  }
  return breaks.filter(({ offset }, index) => offset > (breaks[index - 1]?.offset ?? from));
}

/** The quality of a break inside of a line, before the unit at `index`. */
function rateInnerBreak(text: string, index: number, { leaf }: Line): number {
  const isBetweenWords =
    /[\s。、，！？；：]/.test(text.charAt(index - 1)) && !/\s/.test(text.charAt(index));
  if (!isBetweenWords) return BREAK_QUALITY.grapheme;
  if (leaf.kind === 'code') return BREAK_QUALITY.word;

  const before = text.slice(Math.max(0, index - SENTENCE_END_LENGTH), index);
  return SENTENCE_END.test(before) ? BREAK_QUALITY.sentence : BREAK_QUALITY.word;
}

/** The last of the breaks with the best quality. */
function findBest(breaks: readonly PageBreak[]): PageBreak | undefined {
  let best: PageBreak | undefined;
  for (const candidate of breaks)
    if (best === undefined || candidate.quality >= best.quality) best = candidate;
  return best;
}

/**
 * The last source offset that fits inside of a grapheme that is larger than a page: a letter may
 * carry any number of combining marks.
 */
function findOffsetInGrapheme(
  { lines, from, to }: PageWindow,
  fillUntil: (offset: number) => number,
): number {
  const offsets = clipLines(lines, from, to).flatMap(({ runs }) => listSourceOffsets(runs));
  const inside = [...new Set(offsets)].filter((offset) => offset > from && offset < to);
  const lastFitting = findLastIndex(inside, (offset) => fillUntil(offset) <= 1);
  return inside[lastFitting] ?? inside[0] ?? to;
}

/** The source offset of each UTF-16 unit of these runs. */
function listSourceOffsets(runs: readonly Run[]): number[] {
  return runs.flatMap((run) =>
    Array.from({ length: run.text.length }, (_, index) => getSourceOffset(run, index)),
  );
}

/**
 * The index of the last item for which `holds` is true, or -1. A binary search: `holds` must be
 * true for all items up to some index, and false for all items behind it.
 */
function findLastIndex<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let low = -1;
  let high = items.length;

  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && holds(item)) low = middle;
    else high = middle;
  }
  return low;
}
