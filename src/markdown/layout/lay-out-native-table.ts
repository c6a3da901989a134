import { BREAK_QUALITY, type Container, type Leaf, type Line } from './layout.ts';
import { createAddedRun, createLine } from './line.ts';
import { breakQualityBeforeRow, type CellRow, type TableRows } from './table-rows.ts';

/** A longer head is not repeated on each page: it would leave no room for the rows. */
const LONGEST_REPEATED_HEAD = 500;

/** Lays out the rows of a table that the platform itself shows as one. */
export function layOutNativeTable(
  { head, body, align }: TableRows,
  containers: readonly Container[],
): Line[] {
  const leaf: Leaf = { kind: 'table', align };
  const toLine = ({ cells, from }: CellRow, breakQuality: number) =>
    createLine({
      runs: cells.flatMap((cell, column) => cell.runs.map((run) => ({ ...run, column }))),
      leaf,
      containers,
      breakQuality,
      from,
    });

  const headLine = toLine(head, BREAK_QUALITY.block);
  const repeatedHead = repeatHead(headLine, head);
  const bodyLines = body.map((row, index) => ({
    ...toLine(row, breakQualityBeforeRow(index)),
    ...repeatedHead,
  }));
  return [headLine, ...bodyLines];
}

/** A repeated head counts as added: it is not at the position that it has in the source. */
function repeatHead(headLine: Line, { cells, from }: CellRow): Pick<Line, 'tableHead'> {
  const length = cells.reduce((sum, { text }) => sum + text.length, 0);
  if (length > LONGEST_REPEATED_HEAD) return {};

  const runs = headLine.runs.map((run) => ({
    ...run,
    ...createAddedRun(run.text, from, run.look),
  }));
  return { tableHead: [{ ...headLine, runs }] };
}
