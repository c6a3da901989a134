import type { Dialect } from '../contracts/dialect.ts';
import { BREAK_QUALITY, type LayoutOptions, type Line } from './layout.ts';
import { createPagination, type PageLines } from './pagination.ts';

export interface AttachedFile {
  readonly name: string;
  readonly markdown: string;
}

export interface PagedDialectOptions<Page> extends LayoutOptions {
  /** One message; `undefined`: these lines show nothing. `reasoning` stands before them, folded. */
  render(lines: readonly Line[], reasoning?: string): Page | undefined;
  /** How full a message is; 1: as full as it may be. */
  measureFill(page: Page): number;
  /** A message that is a file and nothing else: a text that stands cannot become one everywhere. */
  createFilePage(file: AttachedFile): Page;
  same(a: Page, b: Page): boolean;
  /** What the last message of a text says that is too long for messages, while it grows and when its file is there. */
  readonly sentences: { readonly continuesInFile: string; readonly wholeInFile: string };
}

const MOST_PAGES = 5;
/** The last message that there may be keeps room for its sentence and for the closing lines of most answers. */
const LAST_PAGE_FILL = 0.9;
const FILE_NAME = 'answer.md';

/** A dialect from how a platform shows lines, and measures them. */
export function createPagedDialect<Page extends object>(
  spec: PagedDialectOptions<Page>,
): Dialect<Page> {
  const { sentences, isLink, nativeBlocks, same } = spec;
  return {
    same,
    open(reasoning, mostPages = MOST_PAGES) {
      const render = (lines: PageLines, index: number) =>
        spec.render(lines, index === 0 ? reasoning : undefined);
      /** Measured and then shown, and, of pages before the last, shown again and again. */
      const rendered = new WeakMap<PageLines, Page>();
      const pageOf = (lines: PageLines, index: number) => {
        const page = rendered.get(lines) ?? render(lines, index);
        if (page) rendered.set(lines, page);
        return page;
      };
      const fill = (lines: PageLines, index: number) => {
        const page = pageOf(lines, index);
        return page ? spec.measureFill(page) : 0;
      };
      const behindText = (lines: PageLines) => fill(lines, 1);
      const layout = { isLink, ...(nativeBlocks && { nativeBlocks }), mostPages };
      const pagination = createPagination({
        ...layout,
        measureFill: (lines, index) =>
          fill(lines, index) / (index === mostPages - 1 ? LAST_PAGE_FILL : 1),
      });

      /** Lines of their own, so that nothing that the text left open goes on in them. On the last page, where they fit. */
      function withClosing(pages: readonly PageLines[], closing: string): readonly PageLines[] {
        const [first = [], ...more] = createPagination({
          ...layout,
          measureFill: behindText,
        }).update(closing, 'final');
        const index = Math.max(0, pages.length - 1);
        const joined = [
          ...(pages[index] ?? []),
          ...first.map((line, at) => (at === 0 ? { ...line, gap: 2 as const } : line)),
        ];
        const fits = more.length === 0 && fill(joined, index) <= 1;
        return fits ? pages.slice(0, index).concat([joined]) : [...pages, first, ...more];
      }

      return {
        update(markdown, state, closing = '') {
          const all = pagination.update(markdown, state);
          const isFinal = state === 'final';
          const isLonger = all.length > mostPages;
          const sentence = isFinal ? sentences.wholeInFile : sentences.continuesInFile;
          const texts = isLonger ? withNote(all.slice(0, mostPages), sentence) : all;
          const pages = closing.trim() === '' ? texts : withClosing(texts, closing);
          const file =
            isLonger && isFinal ? [spec.createFilePage({ name: FILE_NAME, markdown })] : [];
          return [...pages.flatMap((lines, index) => pageOf(lines, index) ?? []), ...file];
        },
      };
    },
  };
}

function withNote(pages: readonly PageLines[], sentence: string): readonly PageLines[] {
  const run = { text: sentence, look: { italic: true }, from: 0, to: 0 };
  const note: Line = {
    runs: [run],
    leaf: { kind: 'text' },
    containers: [],
    opens: [],
    gap: 2,
    breakQuality: BREAK_QUALITY.block,
    from: 0,
  };
  return [...pages.slice(0, -1), [...(pages.at(-1) ?? []), note]];
}
