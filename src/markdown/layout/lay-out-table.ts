import type { Table } from 'mdast';
import { layOutAlignedTable } from './lay-out-aligned-table.ts';
import { layOutListedTable } from './lay-out-listed-table.ts';
import { layOutNativeTable } from './lay-out-native-table.ts';
import type { Container, LayoutOptions, Line } from './layout.ts';
import type { LayoutContext } from './layout-context.ts';
import { readTable, type TableRows } from './table-rows.ts';

const RIGHT_TO_LEFT_LETTER =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * Lays out a table: as rows of a native table where the platform has tables, in aligned columns
 * where a line of the table fits on a phone, and otherwise as a list of its rows.
 *
 * A table that grows may change from columns to a list. Both show the same text of the source in
 * the same order, so that pages which are closed stay right.
 */
export function layOutTable(
  table: Table,
  containers: readonly Container[],
  context: LayoutContext,
): Line[] {
  const rows = readTable(table, context);
  return rows ? layOutTableRows(rows, containers, context) : [];
}

/** Lays out the rows of a table. */
export function layOutTableRows(
  rows: TableRows,
  containers: readonly Container[],
  context: LayoutOptions,
): Line[] {
  const { nativeBlocks } = context;
  if (nativeBlocks && rows.columnCount <= nativeBlocks.maxTableColumns)
    return layOutNativeTable(rows, containers);

  const alignedLines =
    nativeBlocks || needsProse(rows)
      ? undefined
      : layOutAlignedTable(rows, containers, context.tableWidth);
  return alignedLines ?? layOutListedTable(rows, containers);
}

/**
 * True for cells that monospace text cannot show: links that people can tap, and scripts from right
 * to left, which would turn the order of the columns around.
 */
function needsProse({ head, body }: TableRows): boolean {
  return [head, ...body].some(({ cells }) =>
    cells.some(
      ({ runs, text }) =>
        runs.some(({ look }) => look.link !== undefined) || RIGHT_TO_LEFT_LETTER.test(text),
    ),
  );
}
