import { getDocumentProxy } from 'unpdf';
import type { FileContent, ReadLimits } from '../../contracts/files.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { unreadable } from '../unreadable.ts';
import { hasDrawings } from './find-page-image.ts';
import { readPageFields } from './read-page-fields.ts';
import { readPageText } from './read-page-text.ts';
import { readScan } from './read-scan.ts';

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

/** The text of the pages at the beginning of a document. */
interface PageTexts {
  readonly texts: readonly string[];
  /** No page can be read. */
  readonly isBroken: boolean;
  /** The limit for characters ended the last page before its end. */
  readonly isLastCut: boolean;
}

const MAX_PAGES = 200;
/** A number, a stamp or a scanner's line: less is on a page that is a picture. */
const FEW_LETTERS = 40;
/** Shorter documents need no headings for their pages. */
const MANY_PAGES = 4;
/** The heading of a page, and what stands on one without text. */
const HEADING_CHARACTERS = 24;
const MAX_LISTED_PAGES = 10;
const MAX_IMAGE_PIXELS = 60_000_000;

/** Reads a PDF: its text, or the pictures of its pages when it was scanned. */
export async function readPdf(bytes: Uint8Array, limits: ReadLimits): Promise<FileContent> {
  const pdf = await open(bytes);
  if (typeof pdf === 'string') return unreadable(pdf);

  try {
    return await readOpenPdf(pdf, bytes, limits);
  } finally {
    await pdf.loadingTask.destroy();
  }
}

async function readOpenPdf(pdf: Pdf, bytes: Uint8Array, limits: ReadLimits): Promise<FileContent> {
  const { texts, isBroken, isLastCut } = await readTexts(pdf, limits.characters);
  if (isBroken) return unreadable('damaged');

  if (texts.every((text) => countLetters(text) < FEW_LETTERS)) {
    const { hasMarks, bare, ...scan } = await readScan(pdf, bytes, limits.images);
    const hasWordsAlone = bare.some((number) => (texts[number - 1] ?? '') !== '');
    if (scan.images.length > 0 && !hasWordsAlone) return { kind: 'images', ...scan };
    if (texts.every((text) => text === '')) return unreadable(hasMarks ? 'unknown kind' : 'empty');
  }

  const cut = cutOf(texts, await findPictured(pdf, texts), isLastCut, pdf.numPages);
  const text = join(texts).slice(0, limits.characters);
  return omitUndefined({ kind: 'text' as const, text, cut });
}

/** Opens a document without fonts of this machine, without forms, and without scripts. */
async function open(bytes: Uint8Array): Promise<Pdf | 'locked' | 'damaged'> {
  try {
    // PDF.js takes the bytes for itself.
    return await getDocumentProxy(new Uint8Array(bytes), {
      disableFontFace: true,
      useSystemFonts: false,
      enableXfa: false,
      isOffscreenCanvasSupported: false,
      isImageDecoderSupported: false,
      useWasm: false,
      useWorkerFetch: false,
      maxImageSize: MAX_IMAGE_PIXELS,
      verbosity: 0,
    });
  } catch (error) {
    return (error as Error).name === 'PasswordException' ? 'locked' : 'damaged';
  }
}

/** A page that is broken has no text, and the others are still read. */
async function readTexts(pdf: Pdf, maxCharacters: number): Promise<PageTexts> {
  const texts: string[] = [];
  let isBroken = true;
  let free = maxCharacters;
  for (let number = 1; number <= Math.min(pdf.numPages, MAX_PAGES); number++) {
    const text = await readPage(pdf, number, free).catch(() => undefined);
    isBroken &&= text === undefined;
    texts.push(text ?? '');
    free -= (text?.length ?? 0) + (pdf.numPages < MANY_PAGES ? 0 : HEADING_CHARACTERS);
    if (free <= 0) return { texts, isBroken, isLastCut: true };
  }
  return { texts, isBroken, isLastCut: false };
}

async function readPage(pdf: Pdf, number: number, maxCharacters: number): Promise<string> {
  const page = await pdf.getPage(number);
  const text = await readPageText(page, maxCharacters);
  const fields = await readPageFields(page).catch(() => '');
  page.cleanup();
  return [text, fields]
    .filter((part) => part !== '')
    .join('\n\n')
    .slice(0, maxCharacters);
}

function join(texts: readonly string[]): string {
  if (texts.length < MANY_PAGES) return texts.filter((text) => text !== '').join('\n\n');
  return texts
    .map((text, index) => `## Page ${index + 1}\n\n${text === '' ? '(no text)' : text}`)
    .join('\n\n');
}

/** Finds the pages without text on which something else is. Where there are many, all pages without text count. */
async function findPictured(pdf: Pdf, texts: readonly string[]): Promise<readonly number[]> {
  const wordless = texts.flatMap((text, index) => (text === '' ? index + 1 : []));
  if (wordless.length > MAX_LISTED_PAGES) return wordless;

  const pictured: number[] = [];
  for (const number of wordless) {
    const hasMarks = await pdf.getPage(number).then(hasDrawings, () => true);
    if (hasMarks) pictured.push(number);
  }
  return pictured;
}

/**
 * Says what was read, if it is not everything: pages behind the limits are missing, and so is what is on
 * pages without text. Sentences go on with “of” and the name of the file.
 */
function cutOf(
  texts: readonly string[],
  pictured: readonly number[],
  isLastCut: boolean,
  all: number,
): string | undefined {
  const count = texts.length;
  const end = all === 1 ? 'the beginning' : `all ${all} pages except the end of the last one`;
  const whole = isLastCut ? end : undefined;
  const pages = count < all ? `the first ${count} of ${all} pages` : whole;
  if (pictured.length === 0) return pages;
  return pages
    ? `${pages} (${listPages(pictured)} no text)`
    : `the text (${listPages(pictured)} none)`;
}

/** The headings of a long document say which of its pages have no text. */
function listPages(pages: readonly number[]): string {
  if (pages.length > MAX_LISTED_PAGES) return `${pages.length} pages have`;
  return pages.length === 1 ? `page ${pages[0]} has` : `pages ${pages.join(', ')} have`;
}

function countLetters(text: string): number {
  return text.replace(/\s/g, '').length;
}
