/** A cell of a table that may reach over several columns and rows. */
export interface SpanningCell {
  readonly text: string;
  readonly columns: number;
  /** 1: only its own row. */
  readonly rows: number;
}

const MAX_COLUMN_SPAN = 100;
const MAX_COLUMNS = 500;

/**
 * Lays cells out in a plain grid. A cell over several rows is repeated in each, so that each row can be
 * read alone; a cell over several columns leaves the others empty.
 */
export function fillSpans(rows: readonly (readonly SpanningCell[])[]): string[][] {
  const reaching = new Map<number, { readonly text: string; rows: number }>();
  return rows.map((cells) => fillRow(cells, reaching));
}

function fillRow(
  cells: readonly SpanningCell[],
  reaching: Map<number, { readonly text: string; rows: number }>,
): string[] {
  const row: string[] = [];
  const takeReaching = () => {
    for (let above = reaching.get(row.length); above; above = reaching.get(row.length)) {
      above.rows -= 1;
      if (above.rows === 0) reaching.delete(row.length);
      row.push(above.text);
    }
  };

  for (const { text, columns, rows } of cells) {
    takeReaching();
    if (row.length >= MAX_COLUMNS) break;
    const width = Math.min(Math.max(1, columns || 1), MAX_COLUMN_SPAN);
    for (let index = 0; index < width; index += 1) {
      const cellText = index === 0 ? text : '';
      if (rows > 1) reaching.set(row.length, { text: cellText, rows: rows - 1 });
      row.push(cellText);
    }
  }
  takeReaching();
  return row;
}
