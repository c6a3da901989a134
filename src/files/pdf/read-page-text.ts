import type { getDocumentProxy } from 'unpdf';

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;
/** One page of an open document. */
export type PdfPage = Awaited<ReturnType<Pdf['getPage']>>;

/** A piece of text on a page. PDF.js also gives marks of the structure, which have no text. */
interface TextItem {
  readonly str: string;
  /** The last two numbers are the place on the page, from the lower left. */
  readonly transform: readonly number[];
  readonly width: number;
  /** 0: the piece is a gap. */
  readonly height: number;
  /** The line ends behind this piece. */
  readonly hasEOL: boolean;
}

/** Lines of a paragraph are closer to each other than this, in heights of a line. */
const PARAGRAPH_GAP = 1.7;
/** A wider gap, in heights of a line, stands between columns. */
const COLUMN_GAP = 2;
/** The mean width of a letter, in heights of a line. */
const LETTER_WIDTH = 0.5;
const MAX_SPACES = 60;
/** A picture of text may draw millions of empty pieces. */
const MAX_ITEMS = 200_000;

/** Reads the text of a page in the order in which it was written, with lines and paragraphs. */
export async function readPageText(page: PdfPage, maxCharacters: number): Promise<string> {
  const reader = page.streamTextContent().getReader();
  const lines = collectLines();
  let items = 0;
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    for (const item of chunk.value.items) {
      items += 1;
      if ('str' in item) lines.add(item as TextItem);
    }
    if (lines.length() > maxCharacters || items > MAX_ITEMS) {
      await reader.cancel(new Error('enough')).catch(() => {});
      break;
    }
  }
  return lines.text().slice(0, maxCharacters);
}

/** Joins the pieces of a page to lines. Gaps between columns stay as wide as they are, so that tables can be read. */
function collectLines() {
  let text = '';
  let lineY: number | undefined;
  let lineHeight = 0;

  function addGap(width: number): void {
    const isWide = lineHeight > 0 && width > COLUMN_GAP * lineHeight;
    const spaces = isWide ? Math.round(width / (LETTER_WIDTH * lineHeight)) : 1;
    text += ' '.repeat(Math.min(spaces, MAX_SPACES));
  }

  function addWords({ str, transform, height }: TextItem): void {
    const y = transform[5] ?? 0;
    const gap = lineY === undefined ? 0 : Math.abs(lineY - y);
    const isParagraph = text.endsWith('\n') && height > 0 && gap > PARAGRAPH_GAP * height;
    text += isParagraph ? `\n${str}` : str;
    lineY = y;
    lineHeight = height;
  }

  return {
    add(item: TextItem) {
      if (item.str.trim() !== '') addWords(item);
      else if (item.str !== '') addGap(item.width);
      if (item.hasEOL) text += '\n';
    },
    length: () => text.length,
    text: () =>
      text
        .replaceAll('\0', '')
        .split('\n')
        .map((line) => line.trimEnd())
        .join('\n')
        .replace(/\n{3,}/g, '\n\n')
        .trim(),
  };
}
