/** The beginnings by which spreadsheets know a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const TO_QUOTE = /[",\r\n]/;
const DECIMALS = 9;

/** Writes a line of CSV as RFC 4180 wants it. A text that a spreadsheet would run as a formula begins with `'`. */
export function writeCsvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(writeCell).join(',')}\r\n`;
}

function writeCell(cell: string | number): string {
  if (typeof cell === 'number') return writeNumber(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return TO_QUOTE.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Never in the form `1e-7`. */
function writeNumber(number: number): string {
  return Number.isInteger(number) ? String(number) : number.toFixed(DECIMALS).replace(/\.?0+$/, '');
}
