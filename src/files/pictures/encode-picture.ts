import sharp, { type Sharp } from 'sharp';
import type { ImageLimits } from '../../contracts/files.ts';
import type { PromptImage } from '../../contracts/provider.ts';

/** A decoded picture that is small enough for a model. */
interface Shrunk {
  readonly data: Buffer;
  readonly raw: {
    readonly width: number;
    readonly height: number;
    readonly channels: 1 | 2 | 3 | 4;
  };
  readonly isTransparent: boolean;
}

const QUALITIES = [85, 70, 55];
/** The size that a picture keeps when even the least quality makes its file too large. */
const SHRINK = 0.75;
/** A drawing stays exact as long as that costs at most this much more than a JPEG. */
const MAX_PNG_TO_JPEG = 1.5;
const WHITE = '#ffffff';

/**
 * Encodes a picture for a model: upright, in sRGB, without metadata, within the limits. Gives PNG for
 * transparency and for few colours, else JPEG: every service takes these two formats.
 *
 * @param isExact The picture comes from a format without losses. It may be a screenshot, whose letters
 *   suffer from a JPEG.
 */
export async function encodePicture(
  picture: Sharp,
  limits: ImageLimits,
  isExact: boolean,
): Promise<PromptImage> {
  let shrunk = await shrink(picture, limits.maxEdge);
  const { isTransparent } = shrunk;
  const png = isExact || isTransparent ? await encodePng(shrunk) : undefined;

  for (;;) {
    const jpeg = await encodeJpeg(shrunk, limits.maxBytes);
    const most = isTransparent || !jpeg ? Infinity : jpeg.bytes.length * MAX_PNG_TO_JPEG;
    if (png && png.bytes.length <= Math.min(limits.maxBytes, most)) return png;
    if (jpeg) return jpeg;

    const { width, height } = shrunk.raw;
    const edge = Math.floor(Math.max(width, height) * SHRINK);
    if (edge < 1) throw new Error('No picture is this small.');
    shrunk = await shrink(open(shrunk), edge);
  }
}

async function shrink(picture: Sharp, edge: number): Promise<Shrunk> {
  const { data, info } = await picture
    .autoOrient()
    .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels as 1 | 2 | 3 | 4 };
  const hasAlpha = raw.channels === 2 || raw.channels === 4;
  const isTransparent = hasAlpha && !(await sharp(data, { raw }).stats()).isOpaque;
  return { data, raw, isTransparent };
}

function open({ data, raw }: Shrunk): Sharp {
  return sharp(data, { raw });
}

async function encodePng(shrunk: Shrunk): Promise<PromptImage> {
  const picture = shrunk.isTransparent ? open(shrunk) : open(shrunk).removeAlpha();
  return { mime: 'image/png', bytes: await picture.png().toBuffer(), ...sizeOf(shrunk) };
}

/** Gives the best quality that fits. Transparent parts become white, as on paper. */
async function encodeJpeg(shrunk: Shrunk, maxBytes: number): Promise<PromptImage | undefined> {
  for (const quality of QUALITIES) {
    const bytes = await open(shrunk).flatten({ background: WHITE }).jpeg({ quality }).toBuffer();
    if (bytes.length <= maxBytes) {
      return { mime: 'image/jpeg', bytes, ...sizeOf(shrunk) };
    }
  }
  return undefined;
}

function sizeOf({ raw: { width, height } }: Shrunk): { width: number; height: number } {
  return { width, height };
}
