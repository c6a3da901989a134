import type { RootContent } from 'mdast';
import { moveOffset, moveRun, type Origin } from './continue-lines.ts';
import type { LayoutContext } from './layout-context.ts';
import { type CellRow, readTable, type TableRows } from './table-rows.ts';

/** A table of more UTF-16 units keeps the form that it has by then. */
const LONGEST_OPEN_TABLE = 6_000;

/**
 * Reads a table that may go on behind its part. Its rows are not laid out for good yet: a later row
 * may widen a column, or make a list of the table. `undefined`: it is no table, or too long.
 *
 * @param before The rows of the parts before, which stand-ins open again in this part.
 */
export function readOpenTable(
  node: RootContent | undefined,
  context: LayoutContext,
  origin: Origin,
  before?: TableRows,
): TableRows | undefined {
  const read = node?.type === 'table' ? readTable(node, context) : undefined;
  if (!read) return before;

  const isStandIn = ({ from }: CellRow) => from < origin.from;
  const body = read.body.filter((row) => !isStandIn(row)).map((row) => moveRow(row, origin));
  return {
    ...read,
    head: before?.head ?? moveRow(read.head, origin),
    body: before ? [...before.body, ...body] : body,
    columnCount: Math.max(before?.columnCount ?? 0, read.columnCount),
  };
}

/** Tells if a table may stay open behind a source offset. */
export function mayStayOpen({ head }: TableRows, offset: number): boolean {
  return offset - head.from <= LONGEST_OPEN_TABLE;
}

function moveRow({ cells, from, to }: CellRow, origin: Origin): CellRow {
  return {
    cells: cells.map(({ runs, text }) => ({
      text,
      runs: runs.map((run) => moveRun(run, origin)),
    })),
    from: moveOffset(from, origin),
    to: moveOffset(to, origin),
  };
}
