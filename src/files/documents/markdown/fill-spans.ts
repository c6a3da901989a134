/** A cell of a table that may reach over several columns and rows. */
export interface SpanningCell {
  readonly text: string;
  readonly columns: number;
  /** 1: only its own row. */
  readonly rows: number;
}

const MAX_COLUMN_SPAN = 100;
const MAX_COLUMNS = 500;
/** After this many repeated cells, none is repeated any more: a few claims must not fill the memory. */
const MAX_REPEATED_CELLS = 100_000;

/**
 * Lays cells out in a plain grid. A cell over several rows is repeated in each, so that each row can be
 * read alone; a cell over several columns leaves the others empty.
 */
export function fillSpans(rows: readonly (readonly SpanningCell[])[]): string[][] {
  const above: CellsAbove = { reaching: new Map(), repeated: 0 };
  return rows.map((cells) => fillRow(cells, above));
}

/** The cells that reach into the next row, by their columns. */
interface CellsAbove {
  readonly reaching: Map<number, { readonly text: string; rows: number }>;
  repeated: number;
}

function fillRow(cells: readonly SpanningCell[], above: CellsAbove): string[] {
  const row: string[] = [];
  for (const { text, columns, rows } of cells) {
    repeatAbove(row, above);
    if (row.length >= MAX_COLUMNS) break;
    const width = Math.min(Math.max(1, columns || 1), MAX_COLUMN_SPAN);
    for (let index = 0; index < width; index += 1) {
      const cellText = index === 0 ? text : '';
      if (rows > 1) above.reaching.set(row.length, { text: cellText, rows: rows - 1 });
      row.push(cellText);
    }
  }
  repeatAbove(row, above);
  return row;
}

function repeatAbove(row: string[], above: CellsAbove): void {
  for (;;) {
    const cell = above.reaching.get(row.length);
    if (!cell || above.repeated >= MAX_REPEATED_CELLS) return;
    cell.rows -= 1;
    if (cell.rows === 0) above.reaching.delete(row.length);
    row.push(cell.text);
    above.repeated += 1;
  }
}
