import { type DocumentText, documentText } from '../document-text.ts';
import { writeDelimiterRow, writeRow } from '../markdown/write-table.ts';
import { cutText, sayFirst } from '../text/cut-text.ts';
import { type CsvRecord, csvRecords } from './csv-records.ts';
import { detectDelimiter } from './detect-delimiter.ts';

const MAX_COLUMNS = 100;

/** A CSV file as a Markdown table. A file without columns stays text. */
export function readCsv(text: string, limit: number): DocumentText {
  // Excel's own first line, which is not a row: `sep=;`.
  const declared = /^sep=(.)\n/.exec(text)?.[1];
  const body = declared ? text.slice('sep=;\n'.length) : text;
  const delimiter = declared ?? detectDelimiter(body);
  if (!delimiter) return cutText(text, limit);

  const table = takeRows(csvRecords(body, delimiter), limit);
  if (table.rows === 0) return cutText(text, limit);
  const { records, rows, columns } = table;
  return documentText(table.lines.join('\n'), [
    rows < records ? sayFirst(rows, records, 'rows') : undefined,
    columns > MAX_COLUMNS ? sayFirst(MAX_COLUMNS, columns, 'columns') : undefined,
    table.hasCutField ? 'very long cells are shortened' : undefined,
  ]);
}

/** Writes rows until the next one does not fit, and counts the others. The head counts as a row. */
function takeRows(all: Iterable<CsvRecord>, limit: number) {
  const { held, count, columns } = holdRows(all, limit);
  const width = Math.min(MAX_COLUMNS, columnsOf(held));
  const lines: string[] = [];
  let length = 0;

  for (const { fields } of held) {
    const row = writeRow(fields, width);
    const written = lines.length === 0 ? [row, writeDelimiterRow(width)] : [row];
    length += written.reduce((sum, line) => sum + line.length + 1, 0);
    if (length > limit) break;
    lines.push(...written);
  }
  const hasCutField = held.some((record) => record.hasCutField);
  return { lines, rows: Math.max(0, lines.length - 1), records: count, columns, hasCutField };
}

/** Keeps the rows that may fit, and counts all. */
function holdRows(all: Iterable<CsvRecord>, limit: number) {
  const held: CsvRecord[] = [];
  let length = 0;
  let count = 0;
  let columns = 0;

  for (const record of all) {
    const isBlank = record.fieldCount === 1 && record.fields[0]?.trim() === '';
    if (isBlank) continue;
    count += 1;
    columns = Math.max(columns, record.fieldCount);
    if (length <= limit) held.push(record);
    length += lengthOf(record);
  }
  return { held, count, columns };
}

/** The length of a row in the table at least. */
function lengthOf({ fields }: CsvRecord): number {
  return fields.slice(0, MAX_COLUMNS).reduce((sum, field) => sum + field.length + 3, 2);
}

function columnsOf(records: readonly CsvRecord[]): number {
  return records.reduce((most, { fields }) => Math.max(most, fields.length), 0);
}
