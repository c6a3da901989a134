/** A field in quotes that does not end within this length has no opening quote, and is a plain field. */
const MAX_QUOTED_CHARACTERS = 65_536;
const MAX_FIELDS = 1_000;
/** A longer field is cut. */
const MAX_FIELD_CHARACTERS = 5_000;

/** One row of a CSV file. */
export interface CsvRecord {
  readonly fields: readonly string[];
  /** The number of fields in the file, which may be more than were kept. */
  readonly fieldCount: number;
  readonly hasCutField: boolean;
}

/**
 * Reads CSV (RFC 4180), forgivingly: rows may have any number of fields, and a quote that does not
 * end is a character like any other.
 */
export function* csvRecords(text: string, delimiter: string): Generator<CsvRecord> {
  const reader = { text, delimiter, position: 0, quotesEnd: true };
  while (reader.position < text.length) yield readRecord(reader);
}

interface Reader {
  readonly text: string;
  readonly delimiter: string;
  position: number;
  /** False after a quote without an end: searching for the next ones would take quadratic time. */
  quotesEnd: boolean;
}

function readRecord(reader: Reader): CsvRecord {
  const { text, delimiter } = reader;
  const fields: string[] = [];
  let fieldCount = 0;
  let hasCutField = false;

  for (;;) {
    const field = readField(reader);
    fieldCount += 1;
    hasCutField ||= field.length > MAX_FIELD_CHARACTERS;
    if (fields.length < MAX_FIELDS) fields.push(shorten(field));

    const isLast = text[reader.position] !== delimiter;
    reader.position += 1;
    if (isLast) return { fields, fieldCount, hasCutField };
  }
}

function shorten(field: string): string {
  return field.length > MAX_FIELD_CHARACTERS ? `${field.slice(0, MAX_FIELD_CHARACTERS)}…` : field;
}

/** Reads one field, and stops at the delimiter or the line end after it. */
function readField(reader: Reader): string {
  const quoted = reader.text[reader.position] === '"' ? readQuotedField(reader) : undefined;
  if (quoted !== undefined) return quoted;

  const end = findFieldEnd(reader, reader.position);
  const field = reader.text.slice(reader.position, end);
  reader.position = end;
  return field;
}

function findFieldEnd({ text, delimiter }: Reader, start: number): number {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n') end += 1;
  return end;
}

function readQuotedField(reader: Reader): string | undefined {
  if (!reader.quotesEnd) return undefined;
  const start = reader.position + 1;
  const last = Math.min(reader.text.length, start + MAX_QUOTED_CHARACTERS);
  let end = start;

  while (end < last) {
    if (reader.text[end] !== '"') end += 1;
    else if (reader.text[end + 1] === '"') end += 2;
    else break;
  }
  if (end >= last) {
    reader.quotesEnd = false;
    return undefined;
  }

  // Words between the closing quote and the delimiter belong to the field.
  const fieldEnd = findFieldEnd(reader, end + 1);
  const field = reader.text.slice(start, end).replaceAll('""', '"');
  reader.position = fieldEnd;
  return field + reader.text.slice(end + 1, fieldEnd);
}
