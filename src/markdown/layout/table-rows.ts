import type { Table, TableRow } from 'mdast';
import { layOutInline } from './lay-out-inline.ts';
import { BREAK_QUALITY, type Run } from './layout.ts';
import { type LayoutContext, spanOf } from './layout-context.ts';
import { createAddedRun, joinRuns } from './line.ts';
import { readCells } from './read-cells.ts';

/** A cell, which is always one line. */
interface TableCell {
  readonly runs: readonly Run[];
  readonly text: string;
}

/** A row of a table, with the source offsets where it begins and ends. */
export interface CellRow {
  readonly cells: readonly TableCell[];
  readonly from: number;
  readonly to: number;
}

/** A table, read cell by cell. */
export interface TableRows {
  readonly head: CellRow;
  readonly body: readonly CellRow[];
  readonly align: NonNullable<Table['align']>;
  /** A row may have more cells than the head. */
  readonly columnCount: number;
}

/** Between these two, a line break in a cell ends a statement: a space would run them together. */
const STATEMENT_END = /[\p{L}\p{N}%°)\]”»"']$/u;
const STATEMENT_START = /^[\p{L}\p{N}“«"']/u;

/** Reads the rows of a table; `undefined`: it has none. */
export function readTable(table: Table, context: LayoutContext): TableRows | undefined {
  const headCount = table.children[0]?.children.length ?? 0;
  const [head, ...body] = table.children.map((row, index) =>
    readRow(row, index === 0, headCount, context),
  );
  if (!head) return undefined;

  const columnCount = Math.max(...[head, ...body].map(({ cells }) => cells.length));
  return { head, body, align: table.align ?? [], columnCount };
}

function readRow(
  row: TableRow,
  isHead: boolean,
  headCount: number,
  context: LayoutContext,
): CellRow {
  const cells = readCells(row, headCount, context).map((cell) => {
    const runs = joinLines(layOutInline(cell.children, cell.context), isHead);
    return { runs, text: joinRuns(runs) };
  });
  return { ...spanOf(row, context), cells };
}

/** Joins the lines of a cell. Its line breaks become semicolons or spaces. */
function joinLines(lines: readonly Run[][], isHead: boolean): Run[] {
  const joined: Run[] = [];

  for (const line of lines) {
    const lastRun = joined.at(-1);
    const isBetweenStatements =
      STATEMENT_END.test(lastRun?.text ?? '') && STATEMENT_START.test(joinRuns(line));

    if (lastRun && line.length > 0) {
      const separator = isBetweenStatements && !isHead ? '; ' : ' ';
      joined.push(createAddedRun(separator, Math.max(lastRun.from, lastRun.to - 1)));
    }
    joined.push(...line);
  }
  return joined;
}

/** The quality of a page break before a row of the body: the head does not stay alone. */
export function breakQualityBeforeRow(index: number): number {
  return index === 0 ? BREAK_QUALITY.grapheme : BREAK_QUALITY.row;
}
