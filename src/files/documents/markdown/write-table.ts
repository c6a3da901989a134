/** The text of a cell cannot end it: pipes are escaped, and its lines are joined. */
export function writeCell(text: string): string {
  return text
    .trim()
    .replace(/\\*\|/g, (pipe) => `${pipe.slice(0, -1).repeat(2)}\\|`)
    .replace(/\s*(\r\n|\r|\n|\u2028|\u2029|\v|\f)\s*/g, '<br>')
    .replace(/\t/g, ' ');
}

/** One row of a table. Missing cells are empty. */
export function writeRow(cells: readonly string[], columns: number): string {
  const texts = Array.from({ length: columns }, (_, index) => writeCell(cells[index] ?? ''));
  return `| ${texts.join(' | ')} |`;
}

/** The line under the first row of a table. */
export function writeDelimiterRow(columns: number): string {
  return `|${' --- |'.repeat(columns)}`;
}

/** In a larger table, short rows stay short: one wide row would multiply the length of all. */
const MAX_PADDED_CELLS = 100_000;

/** A table whose first row is its head. Rows without any text are left out. */
export function writeTable(rows: readonly (readonly string[])[]): string {
  const filled = rows.filter((row) => row.some((cell) => cell.trim() !== ''));
  const columns = filled.reduce((most, row) => Math.max(most, row.length), 0);
  if (columns === 0) return '';
  const isPadded = columns * filled.length <= MAX_PADDED_CELLS;
  const [head = '', ...body] = filled.map((row) => writeRow(row, isPadded ? columns : row.length));
  return [head, writeDelimiterRow(columns), ...body].join('\n');
}

/** A table inside of a cell: Markdown has none, so each of its rows is a line. */
export function writeInnerTable(rows: readonly (readonly string[])[]): string {
  return rows
    .map((row) => row.filter((cell) => cell.trim() !== '').join(' · '))
    .filter((line) => line !== '')
    .join('\n');
}
