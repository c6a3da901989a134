import sharp, { type Sharp } from 'sharp';
import type { getDocumentProxy } from 'unpdf';
import type { ImageLimits } from '../../contracts/files.ts';
import type { PromptImage } from '../../contracts/provider.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { encodePicture } from '../pictures/encode-picture.ts';
import { openPixels } from '../pictures/open-picture.ts';
import { MAX_PIXELS } from '../pictures/pixels.ts';
import { type FaxImage, findFaxImages } from './find-fax-images.ts';
import { findPageImage, type PageImage } from './find-page-image.ts';

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

/** The pictures of the pages of a document without text. */
interface Scan {
  readonly images: readonly PromptImage[];
  readonly cut?: string;
  /** Something is drawn on the pages, which may be pictures in a form that cannot be decoded. */
  readonly hasMarks: boolean;
  /** The numbers of the pages that have no picture. */
  readonly bare: readonly number[];
}

/** What one page has. */
interface ScannedPage {
  readonly image?: PromptImage;
  readonly hasMarks: boolean;
}

/** A page that cannot be read may have anything on it. */
const BROKEN: ScannedPage = { hasMarks: true };
/** Pages between two pictures that are empty, such as the backs of sheets. */
const MAX_PAGES_PER_IMAGE = 3;

/**
 * Takes the largest picture of each page, from the first page on.
 *
 * @param bytes The file of the document.
 */
export async function readScan(pdf: Pdf, bytes: Uint8Array, limits: ImageLimits): Promise<Scan> {
  const images: PromptImage[] = [];
  const bare: number[] = [];
  const missing: number[] = [];
  const faxes = findFaxImages(bytes);

  let number = 0;
  const last = Math.min(pdf.numPages, limits.maxImages * MAX_PAGES_PER_IMAGE);
  while (number < last && images.length < limits.maxImages) {
    number += 1;
    const { image, hasMarks } = await readPage(pdf, number, faxes, limits).catch(() => BROKEN);
    if (image) images.push(image);
    else bare.push(number);
    if (!image && hasMarks) missing.push(number);
  }

  const scan = { images, hasMarks: images.length > 0 || missing.length > 0, bare };
  const isWhole = number >= pdf.numPages;
  const first = isWhole ? `all ${number} pages` : `the first ${number} of ${pdf.numPages} pages`;
  if (missing.length > 0) return { ...scan, cut: `${first} (except ${list(missing)})` };
  return isWhole ? scan : { ...scan, cut: first };
}

async function readPage(
  pdf: Pdf,
  number: number,
  faxes: FaxImage[],
  limits: ImageLimits,
): Promise<ScannedPage> {
  const page = await pdf.getPage(number);
  const found = await findPageImage(page);
  const picture = openPage(found, faxes);
  const image = picture && (await encodePicture(picture, limits, false));
  page.cleanup();
  return omitUndefined({ image, hasMarks: found.hasMarks });
}

/** Opens the picture of a page as a viewer shows it. A page without pictures may have a fax in a mask. */
function openPage(found: PageImage, faxes: FaxImage[]): Sharp | undefined {
  const upright = (picture: Sharp) => picture.flip(found.isFlipped).rotate(found.angle);
  if (found.pixels) return upright(openPixels(found.pixels)(0));

  const index = faxes.findIndex(
    ({ width, height }) => found.width === 0 || (width === found.width && height === found.height),
  );
  const [fax] = index < 0 ? [] : faxes.splice(index, 1);
  return fax && upright(sharp(fax.tiff, { limitInputPixels: MAX_PIXELS, failOn: 'none' }));
}

function list(pages: readonly number[]): string {
  return `${pages.length === 1 ? 'page' : 'pages'} ${pages.join(', ')}`;
}
