import type { Dialect } from '../../src/contracts/dialect.ts';
import type { Line } from '../../src/markdown/layout.ts';
import {
  type AttachedFile,
  createPagedDialect,
  type PagedDialectOptions,
} from '../../src/markdown/paged-dialect.ts';

export interface PlainPage {
  readonly text: string;
  readonly file?: AttachedFile;
}

/** A platform that shows plain text, `limit` signs in a message. */
export function createPlainDialect(
  limit: number,
  options: Partial<PagedDialectOptions<PlainPage>> = {},
): Dialect<PlainPage> {
  const dialect = createPagedDialect<PlainPage>({
    render(lines) {
      const text = showLines(lines);
      return text.trim() === '' ? undefined : { text };
    },
    measureFill: ({ text }) => text.length / limit,
    createFilePage: (file) => ({ text: '', file }),
    same: (a, b) => a.text === b.text,
    isLink: (url) => url.startsWith('https:'),
    sentences: { continuesInFile: '(continues)', wholeInFile: '(see file)' },
    ...options,
  });
  return { ...dialect, open: (reasoning, mostPages = 1_000) => dialect.open(reasoning, mostPages) };
}

/** Lines with what opens on them: `>` a quote, `-` or `3.` an item; `:` continues an item. */
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
