import type { InputRichBlockTable, RichBlockTableCell } from 'grammy/types';
import { omitUndefined } from '../../../../lib/omit-undefined.ts';
import type { Leaf, Line, Run } from '../../../../markdown/layout/layout.ts';
import { type FootnoteLabels, joinPieces, renderRuns } from './render-text.ts';

type TableLeaf = Leaf & { readonly kind: 'table' };

/** Renders the rows of one table, the head first. `footnotes`: as for `renderText`. */
export function renderTable(
  rows: readonly Line[],
  { align }: TableLeaf,
  footnotes: FootnoteLabels,
): InputRichBlockTable {
  const columnCount = countColumns(rows, align.length);

  function renderCell(runs: readonly Run[], column: number, isHead: boolean): RichBlockTableCell {
    const cellRuns = runs.filter((run) => run.column === column);
    return omitUndefined({
      text: joinPieces(renderRuns(cellRuns, footnotes)),
      is_header: isHead ? (true as const) : undefined,
      align: align[column] ?? ('left' as const),
      valign: 'top' as const,
    });
  }

  const cells = rows.map(({ runs }, rowIndex) =>
    Array.from({ length: columnCount }, (_, column) => renderCell(runs, column, rowIndex === 0)),
  );
  return { type: 'table', cells, is_bordered: true };
}

/** A row may have more cells than the head. */
function countColumns(rows: readonly Line[], alignedColumns: number): number {
  const columns = rows.flatMap(({ runs }) => runs.map(({ column = 0 }) => column));
  return Math.max(alignedColumns, ...columns.map((column) => column + 1));
}
