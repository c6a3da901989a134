import type { getDocumentProxy } from 'unpdf';

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;
/** One page of an open document. */
export type PdfPage = Awaited<ReturnType<Pdf['getPage']>>;

/** A piece of text on a page. PDF.js also gives marks of the structure, which have no text. */
interface TextItem {
  readonly str: string;
  /** The last two numbers are the place on the page, from the lower left. */
  readonly transform: readonly number[];
  readonly height: number;
  /** The line ends behind this piece. */
  readonly hasEOL: boolean;
}

/** Lines of a paragraph are closer to each other than this, in heights of a line. */
const PARAGRAPH_GAP = 1.7;
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

/** Joins the pieces of a page to lines. */
function collectLines() {
  let text = '';
  let lineY: number | undefined;

  return {
    add({ str, transform, height, hasEOL }: TextItem) {
      const y = transform[5] ?? 0;
      if (str.trim() !== '') {
        const isLineStart = text === '' || text.endsWith('\n');
        const gap = lineY === undefined ? 0 : Math.abs(lineY - y);
        if (isLineStart && text !== '' && height > 0 && gap > PARAGRAPH_GAP * height) text += '\n';
        lineY = y;
      }
      text += str;
      if (hasEOL) text += '\n';
    },
    length: () => text.length,
    text: () =>
      text
        .replaceAll('\0', '')
        .replace(/[ \t]+\n/g, '\n')
        .replace(/\n{3,}/g, '\n\n')
        .trim(),
  };
}
