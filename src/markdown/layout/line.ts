import { BREAK_QUALITY, type Line, type Look, type Run } from './layout.ts';

type LineParts = Pick<Line, 'leaf' | 'from'> & Partial<Omit<Line, 'tableHead'>>;

/** Makes a line. By default it has no text and no containers, and it begins a block. */
export function createLine({
  leaf,
  from,
  runs = [],
  containers = [],
  opens = [],
  gap = 1,
  breakQuality = BREAK_QUALITY.block,
}: LineParts): Line {
  return { runs, leaf, containers, opens, gap, breakQuality, from };
}

/**
 * Makes a run that no page break can divide. Its text differs from the source, so that all of its
 * units get the offset `from`.
 */
export function createAtomicRun(
  text: string,
  { from, to }: Pick<Run, 'from' | 'to'>,
  look: Look = {},
): Run {
  return { text, look, from, to, offsets: new Array<number>(text.length).fill(from) };
}

/** Text up to this number of UTF-16 units is not divided where it replaces another source. */
const LONGEST_UNDIVIDED = 200;

/**
 * Makes a run whose text differs from the source. Only a long one can be divided by a page break:
 * its units are spread evenly over the source.
 */
export function createReplacingRun(
  text: string,
  { from, to }: Pick<Run, 'from' | 'to'>,
  look: Look = {},
): Run {
  if (text.length <= LONGEST_UNDIVIDED) return createAtomicRun(text, { from, to }, look);

  const step = Math.min(1, (to - from) / text.length);
  const offsets = Array.from(
    { length: text.length },
    (_, index) => from + Math.floor(index * step),
  );
  return { text, look, from, to, offsets };
}

/**
 * Makes a run whose text is not in the source, such as padding or a label. All of it has the same
 * source offset.
 */
export function createAddedRun(text: string, offset: number, look: Look = {}): Run {
  return createAtomicRun(text, { from: offset, to: offset }, look);
}

/** Joins the texts of all runs. */
export function joinRuns(runs: readonly Run[]): string {
  return runs.map(({ text }) => text).join('');
}
