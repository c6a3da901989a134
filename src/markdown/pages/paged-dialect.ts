import type {
  AttachedFile,
  AttachedPicture,
  Dialect,
  PageLimits,
  Rendering,
  RenderingWords,
} from '../../contracts/dialect.ts';
import type { AddressLimits, LayoutOptions, Line } from '../layout/layout.ts';
import { createLine } from '../layout/line.ts';
import { fitLines } from './fit-lines.ts';
import { isAttachedPicture } from './is-attached-picture.ts';
import { createPagination, type PageLines } from './pagination.ts';

/** The rendering of lines on one platform, and the measure of a message there. */
interface PagedDialectOptions<Page extends PageOrFile> extends LayoutOptions {
  /**
   * Makes one message of these lines, with a text folded before them. `undefined`:
   * the lines show nothing.
   */
  render(lines: readonly Line[], folded?: string, label?: string): Page | undefined;
  /** Measures a message, as a share of the text that it may hold; 1 is full. */
  measureFill(page: Page): number;
  /** Makes a message that is only a file: not every platform can add a file to a sent message. */
  createFilePage(file: AttachedFile): Page;
  /** Adds a picture to a message of text. Absent: a picture is a message of its own. */
  addPicture?(page: Page, picture: AttachedPicture): Page;
  /** True if the platform shows both pages the same. */
  same(a: Page, b: Page): boolean;
  /** The words where a rendering brings none. */
  readonly sentences: Required<Omit<RenderingWords, 'label'>>;
}

/** A message is text or a file, or a text with a picture. */
interface PageOrFile {
  readonly file?: AttachedFile;
}

const MAX_PAGES = 5;
/**
 * The last message that is allowed keeps this share of a full message for its sentence and for most
 * closing lines.
 */
const SENTENCE_SHARE = 0.1;
/** A page that must be very small keeps at most this share of its own room for them. */
const LARGEST_SENTENCE_SHARE = 0.5;
const FILE_NAME = 'answer.md';

/** Makes a dialect that divides a text into pages, each of which fits one message. */
export function createPagedDialect<Page extends PageOrFile>(
  options: PagedDialectOptions<Page>,
): Dialect<Page> {
  return {
    same: options.same,
    isFile: ({ file }) => file !== undefined,
    isPicture: ({ file }) => isAttachedPicture(file) && !options.addPicture,
    open: (folded, maxPages = MAX_PAGES, limits = {}, words = {}) =>
      createPagedRendering(options, { folded, words }, maxPages, limits),
  };
}

function createPagedRendering<Page extends PageOrFile>(
  options: PagedDialectOptions<Page>,
  { folded, words }: { readonly folded: string | undefined; readonly words: RenderingWords },
  maxMessages: number,
  { largestFill = 1, withoutFile = false }: PageLimits,
): Rendering<Page> {
  const maxPages = withoutFile ? maxMessages + 1 : maxMessages;
  const { isLink, nativeBlocks, tableWidth } = options;
  const { label, ...sentences } = { ...options.sentences, ...words };
  const addressLimits = shrinkLimits(options.addressLimits, largestFill);
  const layoutOptions = { isLink, nativeBlocks, tableWidth, addressLimits, maxPages };
  const pagination = createPagination({
    ...layoutOptions,
    measureFill(lines, index) {
      const isLastAllowed = index === maxPages - 1;
      const sentenceShare = Math.min(SENTENCE_SHARE / largestFill, LARGEST_SENTENCE_SHARE);
      return measureFill(lines, index) / (isLastAllowed ? 1 - sentenceShare : 1);
    },
  });

  /** Lines are rendered to be measured and to be shown, and closed pages at every update. */
  const renderedPages = new WeakMap<PageLines, Page>();

  function renderPage(lines: PageLines, index: number): Page | undefined {
    const rendered = renderedPages.get(lines);
    if (rendered) return rendered;

    const page = index === 0 ? options.render(lines, folded, label) : options.render(lines);
    if (page) renderedPages.set(lines, page);
    return page;
  }

  /**
   * The lines of a page, and lines below them that must have room. A page holds more than a message
   * only where no page break could divide it.
   */
  function fitPage(lines: PageLines, index: number, below: PageLines = []): PageLines {
    // The lines themselves where nothing is below them: closed pages are rendered only once.
    const withBelow = (part: PageLines) => (below.length > 0 ? [...part, ...below] : part);
    const fits = (part: PageLines) => measureFill(withBelow(part), index) <= 1;
    return withBelow(fits(lines) ? lines : fitLines(lines, fits));
  }

  function measureFill(lines: PageLines, index: number): number {
    const page = renderPage(lines, index);
    return page ? options.measureFill(page) / largestFill : 0;
  }

  /**
   * Adds the closing lines: to the last page if they fit there, or else as pages of their own. They
   * are laid out apart from the text: a block that the text left open does not go on in them.
   */
  function addClosing(pages: readonly PageLines[], closing: string): readonly PageLines[] {
    const closingPagination = createPagination({
      ...layoutOptions,
      // Measured as on a later page: the reasoning is not before them.
      measureFill: (lines) => measureFill(lines, 1),
    });
    const [closingLines = [], ...more] = closingPagination.update(closing, 'final');

    const lastIndex = Math.max(0, pages.length - 1);
    const lastPage = [...(pages[lastIndex] ?? []), ...withGapBefore(closingLines)];
    const fits = more.length === 0 && measureFill(lastPage, lastIndex) <= 1;
    return fits ? [...pages.slice(0, lastIndex), lastPage] : [...pages, closingLines, ...more];
  }

  /** The files below the text. */
  function addFiles(pages: readonly Page[], files: readonly AttachedFile[]): readonly Page[] {
    const { addPicture, createFilePage } = options;
    const lastPage = pages.at(-1);
    const picture = addPicture && lastPage ? files.find(isAttachedPicture) : undefined;
    if (!addPicture || !lastPage || !picture) return [...pages, ...files.map(createFilePage)];

    const others = files.filter((file) => file !== picture);
    return [...pages.slice(0, -1), addPicture(lastPage, picture), ...others.map(createFilePage)];
  }

  function sentenceFor(state: 'growing' | 'final'): string {
    if (withoutFile) return sentences.fileRefused;
    return state === 'final' ? sentences.wholeInFile : sentences.continuesInFile;
  }

  return {
    update(markdown, state, closing = '', file = undefined) {
      const allPages = pagination.update(markdown, state);
      const isTooLong = allPages.length > maxPages;

      let pages: readonly PageLines[] = allPages.slice(0, maxPages).map((lines, index) => {
        const isCut = isTooLong && index === maxPages - 1;
        return fitPage(lines, index, isCut ? [sentenceLine(sentenceFor(state))] : []);
      });
      const needsFile =
        state === 'final' && !withoutFile && (isTooLong || pages.some(holdsShortened));
      if (closing.trim() !== '') pages = addClosing(pages, closing);

      const rendered = pages.flatMap((lines, index) => renderPage(lines, index) ?? []);
      const wholeText = needsFile ? [{ name: FILE_NAME, markdown }] : [];
      const files = file && !withoutFile ? [...wholeText, file] : wholeText;
      return addFiles(rendered, files);
    },
  };
}

/** The longest addresses on pages that may be filled only up to this share. */
function shrinkLimits(
  limits: AddressLimits | undefined,
  largestFill: number,
): AddressLimits | undefined {
  if (limits === undefined) return undefined;
  return { linked: limits.linked * largestFill, shown: limits.shown * largestFill };
}

function holdsShortened(lines: PageLines): boolean {
  return lines.some(({ runs }) => runs.some(({ look }) => look.isShortened));
}

/** A sentence in italics behind a blank line. */
function sentenceLine(sentence: string): Line {
  const run = { text: sentence, look: { italic: true }, from: 0, to: 0 };
  return createLine({ runs: [run], leaf: { kind: 'text' }, gap: 2, from: 0 });
}

/** The same lines with a blank line before them. */
function withGapBefore([first, ...rest]: PageLines): PageLines {
  return first ? [{ ...first, gap: 2 }, ...rest] : [];
}
