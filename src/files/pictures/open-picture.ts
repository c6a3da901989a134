import { gunzipSync } from 'node:zlib';
import sharp, { type Sharp, type SharpOptions } from 'sharp';
import type { PictureFormat } from '../detect-kind.ts';
import { decodeBmp } from './decode-bmp.ts';
import { decodeHeic } from './decode-heic.ts';
import { decodeXml } from './decode-xml.ts';
import { MAX_PIXELS, type Pixels } from './pixels.ts';

// The process reads one file at a time, and does nothing else.
sharp.cache(false);
sharp.concurrency(1);
// libvips has readers for many rare formats. A file cannot reach them.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Tiff', 'Heif', 'Svg'].map(
    (format) => `VipsForeignLoad${format}`,
  ),
});

/**
 * A truncated picture is an error. Cameras write many files with small faults that all programs
 * accept, so a warning is not.
 */
const OPTIONS: SharpOptions = { limitInputPixels: MAX_PIXELS, failOn: 'error' };
const MAX_SVG_BYTES = 10 * 2 ** 20;
/** The density at which one unit of an SVG is one pixel. */
const SVG_DENSITY = 72;
const LEAST_DENSITY = 1;
const MOST_DENSITY = 2_400;

/** A picture that can be decoded. `page` begins at 0. */
export type OpenPage = (page: number) => Sharp;

/**
 * Opens a picture, whose pages or frames are then decoded one by one.
 *
 * @param edge The longer side that the model takes, in pixels. An SVG, which has no size of its own, gets
 *   this one.
 */
export async function openPicture(
  bytes: Uint8Array,
  format: PictureFormat,
  edge: number,
): Promise<OpenPage> {
  if (format === 'heic') return openPixels(decodeHeic(bytes, edge));
  if (format === 'bmp') return openPixels(decodeBmp(bytes));
  if (format === 'svgz') {
    return openSvg(gunzipSync(bytes, { maxOutputLength: MAX_SVG_BYTES }), edge);
  }
  if (format === 'svg') return openSvg(bytes, edge);
  return (page) => sharp(bytes, { ...OPTIONS, page, pages: 1 });
}

/** Opens decoded pixels. */
export function openPixels({ data, ...raw }: Pixels): OpenPage {
  return () => sharp(data, { ...OPTIONS, raw });
}

/**
 * librsvg loads nothing from outside of the file, and bounds entities and depth itself. libvips finds
 * the root element only in UTF-8, and only in the first 1,000 bytes.
 */
async function openSvg(file: Uint8Array, edge: number): Promise<OpenPage> {
  const bytes = Buffer.from(decodeXml(file));
  const { width, height } = await sharp(bytes, {
    density: SVG_DENSITY,
    limitInputPixels: false,
  }).metadata();
  const density = (SVG_DENSITY * edge) / Math.max(width, height, 1);
  const bounded = Math.min(MOST_DENSITY, Math.max(LEAST_DENSITY, density));
  return () => sharp(bytes, { ...OPTIONS, density: bounded });
}
