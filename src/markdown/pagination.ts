import { clipLines } from './clip-lines.ts';
import { findPageBreak } from './find-page-break.ts';
import { findReadableEnd } from './find-readable-end.ts';
import { createGrowingLayout, type GrowingLayout } from './growing-layout.ts';
import type { LayoutOptions, Line } from './layout.ts';
import { previewTail } from './preview-tail.ts';

/** The lines of one page. */
export type PageLines = readonly Line[];

export interface Pagination {
  /** Takes the whole text so far. All pages before the last one are final. */
  update(markdown: string, state: 'growing' | 'final'): readonly PageLines[];
}

export interface PaginationOptions extends LayoutOptions {
  /** How full a message with these lines is; 1: it is full. `index`: of the page. */
  measureFill(lines: PageLines, index: number): number;
  /** Pages behind these are never needed. */
  readonly mostPages: number;
}

/** The look ahead of a decision where to cut, at least and at most, in units of the source. */
const SHORTEST_STEP = 100;
const LONGEST_STEP = 250;
/** A long block is parsed as a whole each time: the longer it is, the less often. */
const PART_OF_BLOCK = 0.1;

/**
 * Pages are windows over the source, so that what was open at a cut goes on behind it. Cuts are decided only at places that
 * the text alone determines, on the parse of the text up to there: it does not matter in which pieces it came.
 */
export function createPagination(options: PaginationOptions): Pagination {
  let tree: GrowingLayout = createGrowingLayout(options);
  let decidedTo = 0;
  let step = SHORTEST_STEP;
  let cuts: Cuts = { pages: [], from: 0 };
  let doubt: Doubt | undefined;

  /** The lines of a text, or, if what stands on the last page would look different by now, of what came behind it. */
  function read(source: string): { readonly lines: PageLines; readonly isBroken: boolean } {
    const lines = tree.update(source);
    const isBroken = doubt !== undefined && essence(lines, doubt) !== doubt.shown;
    return isBroken && doubt
      ? { lines: createGrowingLayout(options, doubt.to).update(source), isBroken }
      : { lines, isBroken };
  }

  function decide(prefix: string): void {
    const source = prefix.slice(0, findReadableEnd(prefix));
    const { lines, isBroken } = read(source);
    if (isBroken && doubt) {
      tree = createGrowingLayout(options, doubt.to);
      tree.update(source);
    }
    if (isBroken || (doubt && doubt.to <= tree.unfinishedFrom)) doubt = undefined;
    step = Math.max(
      SHORTEST_STEP,
      Math.ceil((prefix.length - tree.unfinishedFrom) * PART_OF_BLOCK),
    );
    const before = cuts.from;
    cuts = cutFull(cuts, { lines, to: previewTail(lines, source).stableUntil, options });
    if (cuts.from > before && cuts.from > tree.unfinishedFrom) {
      const range = { from: tree.unfinishedFrom, to: cuts.from };
      doubt = { ...range, shown: essence(lines, range) };
    }
  }

  /** Where the text goes on as far as it came. */
  function live(markdown: string): readonly PageLines[] {
    const source = markdown.slice(0, findReadableEnd(markdown));
    const { lines: settled } = previewTail(read(source).lines, source);
    const { pages, from } = cuts;
    const whole = clipLines(settled, from, source.length);
    if (options.measureFill(whole, pages.length) <= 1) return [...pages, whole];
    const at = findPageBreak({ lines: settled, from, to: source.length }, (lines) =>
      options.measureFill(lines, pages.length),
    );
    return [...pages, clipLines(settled, from, at)];
  }

  return {
    update(markdown, state) {
      for (;;) {
        const next =
          cuts.pages.length < options.mostPages
            ? nextDecision(markdown, decidedTo, step)
            : undefined;
        if (next === undefined) break;
        decidedTo = next;
        decide(markdown.slice(0, next));
      }
      if (cuts.pages.length >= options.mostPages) return [...cuts.pages, []];
      if (state === 'growing') return live(markdown);
      const { lines } = read(markdown);
      const { pages, from } = cutFull(cuts, { lines, to: markdown.length, options });
      return [...pages, clipLines(lines, from, markdown.length)];
    },
  };
}

interface Cuts {
  readonly pages: readonly PageLines[];
  /** Where the next page begins. */
  readonly from: number;
}

/** A page ended inside a block that was not finished. */
interface Doubt {
  readonly from: number;
  readonly to: number;
  readonly shown: string;
}

function cutFull(
  start: Cuts,
  {
    lines,
    to,
    options,
  }: { readonly lines: PageLines; readonly to: number; readonly options: PaginationOptions },
): Cuts {
  const pages = [...start.pages];
  let { from } = start;
  const fill = (page: PageLines) => options.measureFill(page, pages.length);
  while (pages.length < options.mostPages && fill(clipLines(lines, from, to)) > 1) {
    const at = findPageBreak({ lines, from, to }, fill);
    const page = clipLines(lines, from, at);
    // What shows nothing is no page.
    if (fill(page) > 0) pages.push(page);
    from = at;
  }
  return { pages, from };
}

/** At the end of a line where there is one. */
function nextDecision(markdown: string, before: number, step: number): number | undefined {
  const longest = before + step + LONGEST_STEP - SHORTEST_STEP;
  const lineEnd = markdown.indexOf('\n', before + step - 1) + 1;
  if (lineEnd > 0 && lineEnd <= longest) return lineEnd;
  return markdown.length >= longest ? longest : undefined;
}

/** All that a part of the source shows, whatever it looks like. */
function essence(
  lines: PageLines,
  { from, to }: { readonly from: number; readonly to: number },
): string {
  return clipLines(lines, from, to)
    .flatMap(({ runs }) => runs)
    .map((run) => (run.from < run.to ? run.text : ''))
    .join('')
    .replaceAll(/\s/g, '');
}
