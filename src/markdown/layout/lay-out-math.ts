import { latexToLines } from '../formulas/latex-to-lines.ts';
import { BREAK_QUALITY, type Container, type Leaf, type Line } from './layout.ts';
import type { LayoutContext } from './layout-context.ts';
import { createAtomicRun, createLine } from './line.ts';

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
  if (nativeBlocks) {
    const options = { containers, from, innerQuality: BREAK_QUALITY.grapheme };
    return toLines(rows, { kind: 'math' }, options);
  }

  const readableRows = latexToLines(value);
  const options = { containers, from, innerQuality: BREAK_QUALITY.line };
  return readableRows
    ? toLines(readableRows, { kind: 'text' }, options)
    : toLines(rows, { kind: 'code', language: 'latex' }, options);
}

interface LineOptions {
  readonly containers: readonly Container[];
  /** The source offset of the first row. Each later row gets the next one, to keep the order. */
  readonly from: number;
  /** The quality of a page break between two rows. */
  readonly innerQuality: number;
}

function toLines(
  rows: readonly string[],
  leaf: Leaf,
  { containers, from, innerQuality }: LineOptions,
): Line[] {
  return rows.map((text, index) => {
    const rowFrom = from + index;
    return createLine({
      runs: [createAtomicRun(text, { from: rowFrom, to: rowFrom + 1 })],
      leaf,
      containers,
      breakQuality: index === 0 ? BREAK_QUALITY.block : innerQuality,
      from: rowFrom,
    });
  });
}
