import type { Row } from './row.ts';

const MARKS = { good: 'ok', note: 'note', bad: 'FAIL' } as const;
const HEAD = { mark: '', part: 'PART', subject: 'CHECK' };
const GAP = '  ';
const CURE = '→ ';
/** Narrower columns of text help nobody, however narrow the terminal is. */
const LEAST_TEXT_WIDTH = 30;

/** The doctor's table, for people: at most `width` characters wide but for words that are longer, such as addresses. Pure. */
export function formatReport(rows: readonly Row[], width = 110): string {
  const cells = rows.map(({ state, part, subject }) => ({ mark: MARKS[state], part, subject }));
  const widthOf = (column: keyof typeof HEAD) =>
    Math.max(...[HEAD, ...cells].map((row) => row[column].length));
  const widths = { mark: widthOf('mark'), part: widthOf('part'), subject: widthOf('subject') };
  const begin = ({ mark, part, subject }: typeof HEAD) =>
    [mark.padEnd(widths.mark), part.padEnd(widths.part), subject.padEnd(widths.subject), ''].join(
      GAP,
    );
  const indent = ' '.repeat(begin(HEAD).length);
  const textWidth = Math.max(width - indent.length, LEAST_TEXT_WIDTH);

  const lines = rows.flatMap(({ result, cure }, index) => {
    const cured = wrap(cure ?? '', textWidth - CURE.length).map(
      (line, at) => (at === 0 ? CURE : '  ') + line,
    );
    return [...wrap(result, textWidth), ...cured].map(
      (line, at) => (at === 0 ? begin(cells[index] ?? HEAD) : indent) + line,
    );
  });
  return ['', `${begin(HEAD)}FOUND`, ...lines, '', verdict(rows), ''].join('\n');
}

/** Line by line; an empty text has none. What servers say of themselves may hold anything, also what moves a terminal's cursor. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/[\s\p{Cc}]+/u).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function verdict(rows: readonly Row[]): string {
  const failed = rows.filter(({ state }) => state === 'bad').length;
  if (failed > 0)
    return `${failed} of ${rows.length} checks failed: each line with FAIL says after the arrow what helps.`;
  return 'Everything that is set up works.';
}
