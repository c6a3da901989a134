import { latexToLines } from '../formulas/latex-to-lines.ts';
import { BREAK_QUALITY, type Container, type Leaf, type Line } from './layout.ts';
import type { LayoutContext } from './layout-context.ts';
import { createLine, createReplacingRun } from './line.ts';

/** In UTF-16 units. A longer formula may not fit on a page, and only code can be divided. */
const LONGEST_NATIVE_FORMULA = 2_000;

/**
 * Lays out a formula that is a block of its own: as LaTeX where the platform itself shows formulas,
 * as plain characters where these mean the same, and otherwise as code.
 */
export function layOutMath(
  value: string,
  containers: readonly Container[],
  from: number,
  { nativeBlocks }: Pick<LayoutContext, 'nativeBlocks'>,
): Line[] {
  const rows = value.split('\n').filter((row) => row.trim() !== '');
  if (nativeBlocks && value.length <= LONGEST_NATIVE_FORMULA) {
    const options = { rows, containers, from, innerQuality: BREAK_QUALITY.grapheme };
    return toLines(rows, { kind: 'math' }, options);
  }

  const readableRows = latexToLines(value);
  const options = { containers, from, innerQuality: BREAK_QUALITY.line };
  // Readable rows are few and short, and may begin elsewhere than the rows of the source: each gets one
  // offset.
  return readableRows
    ? toLines(readableRows, { kind: 'text' }, { ...options, rows: [] })
    : toLines(rows, { kind: 'code', language: 'latex' }, { ...options, rows });
}

interface LineOptions {
  /** The rows in LaTeX, one for each shown row. Empty: the shown rows are divided in another way. */
  readonly rows: readonly string[];
  readonly containers: readonly Container[];
  /** The source offset of the first row. The others follow it as if nothing was between them. */
  readonly from: number;
  /** The quality of a page break between two rows. */
  readonly innerQuality: number;
}

function toLines(
  shownRows: readonly string[],
  leaf: Leaf,
  { rows, containers, from, innerQuality }: LineOptions,
): Line[] {
  let nextFrom = from;

  return shownRows.map((text, index) => {
    const rowFrom = nextFrom;
    nextFrom += Math.max(1, rows[index]?.length ?? 1);
    return createLine({
      runs: [createReplacingRun(text, { from: rowFrom, to: nextFrom })],
      leaf,
      containers,
      breakQuality: index === 0 ? BREAK_QUALITY.block : innerQuality,
      from: rowFrom,
    });
  });
}
