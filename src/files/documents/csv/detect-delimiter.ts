import { csvRecords } from './csv-records.ts';

const DELIMITERS = [',', ';', '\t', '|'];
const SAMPLE_ROWS = 30;
const SAMPLE_CHARACTERS = 100_000;

/** The character that divides the fields: the one that gives most rows the same number of them. */
export function detectDelimiter(text: string): string | undefined {
  const sample = text.slice(0, SAMPLE_CHARACTERS);
  let best: { delimiter: string; rating: number } | undefined;

  for (const delimiter of DELIMITERS) {
    const rating = rateDelimiter(sample, delimiter);
    if (rating > (best?.rating ?? 0)) best = { delimiter, rating };
  }
  return best?.delimiter;
}

/** The share of rows with the most frequent number of fields; more fields break ties. */
function rateDelimiter(sample: string, delimiter: string): number {
  const counts = new Map<number, number>();
  let rows = 0;
  for (const { fieldCount, fields } of csvRecords(sample, delimiter)) {
    if (fieldCount === 1 && fields[0] === '') continue;
    rows += 1;
    if (fieldCount > 1) counts.set(fieldCount, (counts.get(fieldCount) ?? 0) + 1);
    if (rows === SAMPLE_ROWS) break;
  }

  const [fields = 0, count = 0] = [...counts].reduce(
    (most, each) => (each[1] > most[1] ? each : most),
    [0, 0],
  );
  return rows === 0 ? 0 : count / rows + Math.min(fields, 100) / 1_000;
}
