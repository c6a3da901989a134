import { getResolvedPDFJS } from 'unpdf';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import type { Pixels } from '../pictures/pixels.ts';
import type { PdfPage } from './read-page-text.ts';

/** The largest picture of a page. */
export interface PageImage {
  /** 0: there is none. */
  readonly width: number;
  readonly height: number;
  /** Absent: there is none, or it is in a form that PDF.js cannot decode. */
  readonly pixels?: Pixels;
  /** To be mirrored top to bottom, and then turned clockwise by `angle`. */
  readonly isFlipped: boolean;
  readonly angle: number;
  /** Something other than text is drawn on the page. */
  readonly hasMarks: boolean;
}

/** The way from the square of a picture to the page: a, b, c, d, e and f of the PDF's matrices. */
type Matrix = readonly [number, number, number, number, number, number];

/** A picture of PDF.js. In a mask, and with one bit per pixel, 1 is white. */
interface DecodedImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray | string;
}

interface Drawn {
  readonly image: DecodedImage | string;
  readonly width: number;
  readonly height: number;
  readonly matrix: Matrix;
}

const UPRIGHT: Matrix = [1, 0, 0, 1, 0, 0];
/** Smaller pictures are logos and lines, not pages. */
const LEAST_PIXELS = 200 * 200;

/** Finds the picture that a scanned page consists of, and the way it stands on the page. */
export async function findPageImage(page: PdfPage): Promise<PageImage> {
  const { drawn, hasMarks } = await readDrawings(page);
  const [largest] = drawn
    .filter(({ width, height }) => width * height >= LEAST_PIXELS)
    .sort((a, b) => b.width * b.height - a.width * a.height);
  const matrix = largest?.matrix ?? UPRIGHT;
  const pixels = largest && pixelsOf(await load(page, largest.image));

  const [a, b, c, d] = matrix;
  return omitUndefined({
    width: largest?.width ?? 0,
    height: largest?.height ?? 0,
    pixels,
    isFlipped: a * d - b * c < 0,
    angle: (angleOf(a, b) + page.rotate) % 360,
    hasMarks,
  });
}

/** Tells whether something other than text is drawn on a page. */
export async function hasDrawings(page: PdfPage): Promise<boolean> {
  return (await readDrawings(page)).hasMarks;
}

async function readDrawings(page: PdfPage): Promise<{ drawn: Drawn[]; hasMarks: boolean }> {
  const { OPS } = await getResolvedPDFJS();
  const { fnArray, argsArray } = await page.getOperatorList();
  const drawn: Drawn[] = [];
  const saved: Matrix[] = [];
  let matrix = UPRIGHT;

  for (const [index, operator] of fnArray.entries()) {
    const args = argsArray[index] ?? [];
    switch (operator) {
      case OPS.save:
        saved.push(matrix);
        break;
      case OPS.paintFormXObjectBegin:
        saved.push(matrix);
        if (args[0]) matrix = multiply(matrix, args[0]);
        break;
      case OPS.restore:
      case OPS.paintFormXObjectEnd:
        matrix = saved.pop() ?? UPRIGHT;
        break;
      case OPS.transform:
        matrix = multiply(matrix, args);
        break;
      case OPS.paintImageXObject:
        drawn.push({ image: args[0], width: args[1], height: args[2], matrix });
        break;
      case OPS.paintInlineImageXObject:
      case OPS.paintImageMaskXObject:
        drawn.push({ image: args[0], width: args[0].width, height: args[0].height, matrix });
        break;
    }
  }
  return { drawn, hasMarks: drawn.length > 0 || fnArray.includes(OPS.constructPath) };
}

function multiply([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [
    a * g + c * h,
    b * g + d * h,
    a * i + c * j,
    b * i + d * j,
    a * k + c * l + e,
    b * k + d * l + f,
  ];
}

/** The clockwise turn of a picture whose lower edge points to (a, b) on the page. */
function angleOf(a: number, b: number): number {
  if (Math.abs(a) >= Math.abs(b)) return a < 0 ? 180 : 0;
  return b > 0 ? 270 : 90;
}

/** Pictures that several pages share are kept with the document. */
async function load(
  page: PdfPage,
  image: DecodedImage | string,
): Promise<DecodedImage | undefined> {
  const id = typeof image === 'string' ? image : image.data;
  if (typeof id !== 'string') return image as DecodedImage;
  const objects = id.startsWith('g_') ? page.commonObjs : page.objs;
  return new Promise((resolve) => objects.get(id, resolve));
}

function pixelsOf(image: DecodedImage | undefined): Pixels | undefined {
  if (!image?.data || typeof image.data === 'string') return undefined;
  const { width, height, data } = image;
  const channels = data.length / (width * height);
  if (channels === 1 || channels === 3 || channels === 4) return { data, width, height, channels };

  const rowBytes = Math.ceil(width / 8);
  if (data.length < rowBytes * height) return undefined;
  const unpacked = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const byte = data[y * rowBytes + (x >> 3)] ?? 0;
      unpacked[y * width + x] = (byte >> (7 - (x & 7))) & 1 ? 255 : 0;
    }
  }
  return { data: unpacked, width, height, channels: 1 };
}
