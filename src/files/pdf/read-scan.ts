import type { getDocumentProxy } from 'unpdf';
import type { ImageLimits } from '../../contracts/files.ts';
import type { PromptImage } from '../../contracts/provider.ts';
import { encodePicture } from '../pictures/encode-picture.ts';
import { openPixels } from '../pictures/open-picture.ts';
import { findPageImage } from './find-page-image.ts';

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

/** The pictures of the pages of a document without text. */
interface Scan {
  readonly images: readonly PromptImage[];
  readonly cut?: string;
  /** Something is drawn on the pages, which may be pictures in a form that cannot be decoded. */
  readonly hasMarks: boolean;
}

/** Pages between two pictures that are empty, such as the backs of sheets. */
const MAX_PAGES_PER_IMAGE = 3;

/** Takes the largest picture of each page, from the first page on. */
export async function readScan(pdf: Pdf, limits: ImageLimits): Promise<Scan> {
  const images: PromptImage[] = [];
  let hasMarks = false;
  let number = 0;
  const last = Math.min(pdf.numPages, limits.maxImages * MAX_PAGES_PER_IMAGE);
  while (number < last && images.length < limits.maxImages) {
    number += 1;
    const page = await pdf.getPage(number).catch(() => undefined);
    const found = page && (await findPageImage(page).catch(() => undefined));
    hasMarks ||= found?.hasMarks ?? false;
    if (!page || !found?.pixels) continue;

    const picture = openPixels(found.pixels)(0).flip(found.isFlipped).rotate(found.angle);
    images.push(await encodePicture(picture, limits, false));
    page.cleanup();
  }

  if (number >= pdf.numPages) return { images, hasMarks };
  return { images, hasMarks, cut: `the first ${number} of ${pdf.numPages} pages` };
}
