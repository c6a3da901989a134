import type { InputRichBlockTable, RichBlockTableCell } from 'grammy/types';
import type { Leaf, Line } from '../../../../markdown/layout.ts';
import { joinPieces, renderRuns } from './render-text.ts';

type TableLeaf = Leaf & { readonly kind: 'table' };

/** Rows of one table, its head first. `notes`: as in `richText`. */
export function renderTable(
  rows: readonly Line[],
  { align }: TableLeaf,
  notes: ReadonlySet<string>,
): [InputRichBlockTable] {
  const last = Math.max(...rows.flatMap(({ runs }) => runs.map(({ column = 0 }) => column)));
  const columns = Array.from({ length: Math.max(align.length, last + 1) }, (_, column) => column);
  const cells = rows.map(({ runs }, row) =>
    columns.map(
      (column): RichBlockTableCell => ({
        text: joinPieces(
          renderRuns(
            runs.filter((run) => run.column === column),
            notes,
          ),
        ),
        ...(row === 0 && { is_header: true }),
        align: align[column] ?? 'left',
        valign: 'top',
      }),
    ),
  );
  return [{ type: 'table', cells, is_bordered: true }];
}
