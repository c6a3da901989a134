import type { Metadata } from 'sharp';
import type { FileContent, ImageLimits } from '../../contracts/files.ts';
import type { PromptImage } from '../../contracts/provider.ts';
import type { PictureFormat } from '../detect-kind.ts';
import { unreadable } from '../unreadable.ts';
import { encodePicture } from './encode-picture.ts';
import { isFitAsItIs } from './is-fit-as-it-is.ts';
import { type OpenPage, openPicture } from './open-picture.ts';
import { TooManyPixelsError } from './pixels.ts';

/** Formats without losses, which screenshots and drawings have. */
const EXACT_FORMATS: ReadonlySet<PictureFormat> = new Set([
  'png',
  'gif',
  'bmp',
  'svg',
  'svgz',
  'tiff',
]);

/** Reads a picture: its first frame, or its pages. */
export async function readPicture(
  bytes: Uint8Array,
  format: PictureFormat,
  limits: ImageLimits,
): Promise<FileContent> {
  try {
    const open = await openPicture(bytes, format, limits.maxEdge);
    const metadata = await open(0).metadata();
    if (isFitAsItIs(bytes, metadata, limits)) {
      await decode(open);
      const { width, height } = metadata;
      return { kind: 'images', images: [{ mime: `image/${format}`, bytes, width, height }] };
    }
    return await readPages(open, format, metadata, limits);
  } catch (error) {
    return unreadable(isTooLarge(error) ? 'too large' : 'damaged');
  }
}

/** The pages of a TIFF are pages of paper. Those of other formats are frames, or smaller copies. */
async function readPages(
  open: OpenPage,
  format: PictureFormat,
  { pages = 1 }: Metadata,
  limits: ImageLimits,
): Promise<FileContent> {
  const count = Math.min(pages, format === 'tiff' ? limits.maxImages : 1);
  const images: PromptImage[] = [];
  for (let page = 0; page < count; page++) {
    images.push(await encodePicture(open(page), limits, EXACT_FORMATS.has(format)));
  }

  const content = { kind: 'images', images } as const;
  if (count === pages) return content;
  if (format === 'tiff') return { ...content, cut: `the first ${count} of ${pages} pages` };
  const isAnimated = format === 'gif' || format === 'webp';
  return isAnimated ? { ...content, cut: `the first of ${pages} frames` } : content;
}

/** @throws When a part of the picture is missing. */
async function decode(open: OpenPage): Promise<void> {
  await open(0).resize(8).raw().toBuffer();
}

function isTooLarge(error: unknown): boolean {
  if (error instanceof TooManyPixelsError) return true;
  const { message, code } = error as { message?: string; code?: string };
  return code === 'ERR_BUFFER_TOO_LARGE' || /pixel limit|exceeds|too large/i.test(message ?? '');
}
