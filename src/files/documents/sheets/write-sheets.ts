import { toOneLine } from '../../../lib/to-one-line.ts';
import { type DocumentText, documentText } from '../document-text.ts';
import { writeHeading } from '../markdown/write-heading.ts';
import { writeDelimiterRow, writeRow } from '../markdown/write-table.ts';
import { sayFirst, takeBeginning } from '../text/cut-text.ts';
import { formatCount } from '../text/format-count.ts';
import { shareFairly } from './share-fairly.ts';
import type { Sheet } from './sheet.ts';

const MAX_COLUMNS = 100;
const MAX_NOTES = 5;

/** Writes each sheet as a table with its name above. Columns without any cell are left out. */
export function writeSheets(sheets: readonly Sheet[], limit: number): DocumentText {
  const written = sheets.map((sheet) => writeSheet(sheet, limit));
  const lengths = written.map(({ lines }) => lengthOf(lines));
  const shares = shareFairly(lengths, limit - 2 * sheets.length);
  const cut = written.map((sheet, index) => cutSheet(sheet, shares[index] ?? 0));

  const notes = cut.flatMap(({ note }) => note ?? []);
  const more = notes.length - MAX_NOTES;
  const text = cut
    .map((sheet) => sheet.text)
    .filter(Boolean)
    .join('\n\n');
  return documentText(takeBeginning(text, limit), [
    ...notes.slice(0, MAX_NOTES),
    more > 0 ? `and parts of ${formatCount(more)} other sheets` : undefined,
  ]);
}

interface WrittenSheet {
  readonly sheet: Sheet;
  /** The heading, the rows of the table, and the comments. */
  readonly lines: readonly string[];
  readonly columns: number;
}

function writeSheet(sheet: Sheet, limit: number): WrittenSheet {
  const heading = writeHeading(2, sheet.name) || '## Sheet';
  const columns = [...new Set(sheet.rows.flatMap((row) => [...row.keys()]))].sort((a, b) => a - b);
  if (columns.length === 0) return { sheet, lines: [heading, '', '(empty)'], columns: 0 };

  const shown = columns.slice(0, MAX_COLUMNS);
  const lines: string[] = [heading, ''];
  let length = 0;
  for (const row of sheet.rows) {
    lines.push(
      writeRow(
        shown.map((column) => row.get(column) ?? ''),
        shown.length,
      ),
    );
    length += lines.at(-1)?.length ?? 0;
    if (length > limit) break;
  }
  lines.splice(3, 0, writeDelimiterRow(shown.length));
  const comments = sheet.comments.map((comment) => `- ${toOneLine(comment)}`);
  const notes = comments.length > 0 ? ['', 'Comments:', ...comments] : [];
  return { sheet, lines: [...lines, ...notes], columns: columns.length };
}

function cutSheet({ sheet, lines, columns }: WrittenSheet, share: number) {
  const kept: string[] = [];
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > share) break;
    kept.push(line);
  }

  const rows = Math.max(0, Math.min(kept.length - 3, sheet.rows.length));
  const hasAllRows = columns === 0 || rows === sheet.rowCount;
  const name = `“${toOneLine(sheet.name)}”`;
  const notes = [
    hasAllRows ? undefined : sayRows(rows, sheet.rowCount),
    columns > MAX_COLUMNS ? sayFirst(MAX_COLUMNS, columns, 'columns') : undefined,
  ].filter((note) => note !== undefined);
  const note = notes.length > 0 ? `${notes.join(' and ')} of sheet ${name}` : undefined;
  return { text: kept.join('\n').trimEnd(), note };
}

function sayRows(rows: number, rowCount: number | undefined): string {
  return rowCount === undefined
    ? `the first ${formatCount(rows)} rows`
    : sayFirst(rows, rowCount, 'rows');
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}
