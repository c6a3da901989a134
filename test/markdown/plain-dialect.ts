import type { AttachedFile, Dialect } from '../../src/contracts/dialect.ts';
import type { Line } from '../../src/markdown/layout/layout.ts';
import { createPagedDialect } from '../../src/markdown/pages/paged-dialect.ts';

/** A message of plain text, or a file. */
interface PlainPage {
  readonly text: string;
  readonly file?: AttachedFile;
}

/**
 * A dialect of plain text, with `limit` UTF-16 units in a message. Calls `onRender` with each text that it
 * renders, to measure it or to show it.
 */
export function createPlainDialect(
  limit: number,
  onRender: (text: string) => void = () => undefined,
): Dialect<PlainPage> {
  const dialect = createPagedDialect<PlainPage>({
    render(lines) {
      const text = showLines(lines);
      onRender(text);
      return text.trim() === '' ? undefined : { text };
    },
    measureFill: ({ text }) => text.length / limit,
    createFilePage: (file) => ({ text: '', file }),
    same: (a, b) => a.text === b.text,
    isLink: (url) => url.startsWith('https:'),
    sentences: {
      continuesInFile: '(continues)',
      wholeInFile: '(see file)',
      fileRefused: '(no file)',
    },
  });
  return {
    ...dialect,
    open: (reasoning, maxPages = 1_000, limits) => dialect.open(reasoning, maxPages, limits),
  };
}

/**
 * Shows lines as text with the containers that they stand in: `>` for a quote, `-` or `3.` for an
 * item that begins, and `:` for an item that continues.
 */
export function showLines(lines: readonly Line[]): string {
  return lines
    .map((line, index) => (index === 0 ? '' : '\n'.repeat(line.gap)) + showLine(line))
    .join('');
}

function showLine({ runs, containers, opens }: Line): string {
  const marks = containers.map((container) => {
    if (container.kind === 'quote') return '> ';
    if (!opens.includes(container)) return ': ';
    return container.ordinal === undefined ? '- ' : `${container.ordinal}. `;
  });
  return marks.join('') + runs.map(({ text }) => text).join('');
}
