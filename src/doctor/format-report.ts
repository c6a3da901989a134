import { wrapWords } from '../lib/wrap-words.ts';
import type { Row } from './row.ts';

/** The cells of a row, before its text. */
interface Labels {
  readonly mark: string;
  readonly part: string;
  readonly subject: string;
}

const MARKS = { good: 'ok', note: 'note', bad: 'FAIL' } as const;
const HEADINGS: Labels = { mark: '', part: 'PART', subject: 'CHECK' };
const TEXT_HEADING = 'FOUND';
const GAP = '  ';
const ARROW = '→ ';
/** The text column stays readable in a narrow terminal. */
const MIN_TEXT_WIDTH = 30;

/**
 * Formats the doctor's table for people. Lines have at most `width` characters, except those with
 * longer words, such as addresses.
 */
export function formatReport(rows: readonly Row[], width = 110): string {
  const formatLabels = alignLabels([HEADINGS, ...rows.map(labelsOf)]);
  const headings = formatLabels(HEADINGS);
  const indent = ' '.repeat(headings.length);
  const textWidth = Math.max(width - indent.length, MIN_TEXT_WIDTH);

  const lines = rows.flatMap((row) => {
    const labels = formatLabels(labelsOf(row));
    const [first = '', ...others] = textLines(row, textWidth);
    return [labels + first, ...others.map((line) => indent + line)];
  });
  return ['', headings + TEXT_HEADING, ...lines, '', verdict(rows), ''].join('\n');
}

function labelsOf({ state, part, subject }: Row): Labels {
  return { mark: MARKS[state], part, subject };
}

/** Gives a function that formats labels in columns, which are wide enough for all labels. */
function alignLabels(all: readonly Labels[]): (labels: Labels) => string {
  const widthOf = (column: keyof Labels) => Math.max(...all.map((labels) => labels[column].length));
  const markWidth = widthOf('mark');
  const partWidth = widthOf('part');
  const subjectWidth = widthOf('subject');

  return ({ mark, part, subject }) => {
    const cells = [mark.padEnd(markWidth), part.padEnd(partWidth), subject.padEnd(subjectWidth)];
    return cells.join(GAP) + GAP;
  };
}

/** The result, and below it the cure behind an arrow. */
function textLines({ result, cure = '' }: Row, width: number): readonly string[] {
  const cureLines = wrapWords(cure, width - ARROW.length).map((line, index) =>
    index === 0 ? ARROW + line : ' '.repeat(ARROW.length) + line,
  );
  return [...wrapWords(result, width), ...cureLines];
}

function verdict(rows: readonly Row[]): string {
  const failed = rows.filter(({ state }) => state === 'bad').length;
  if (failed === 0) return 'Everything that is set up works.';
  return `${failed} of ${rows.length} checks failed: each line with FAIL says after the arrow what helps.`;
}
