import createHeifModule, { type HeifChannel } from 'libheif-js/libheif-wasm/libheif-bundle.mjs';
import { checkPixels, type Pixels } from './pixels.ts';

/** A channel, and its values. */
interface Plane extends HeifChannel {
  readonly values: Uint8Array | Uint16Array;
  readonly valuesPerRow: number;
}

/**
 * Decodes a photograph of an iPhone: sharp's own build reads only the AVIF kind of HEIF, for reasons of
 * patents. libheif turns it upright itself. The channels stay in the memory of the module, and are
 * averaged to a smaller picture there: 48 megapixels as RGBA would take 600 MB. Each file gets a new
 * module, since a failure of WebAssembly may leave its memory in any state.
 *
 * @param edge The picture may be made smaller, but not below this length of its longer side.
 * @throws When the file cannot be decoded; a `TooManyPixelsError`.
 */
export function decodeHeic(bytes: Uint8Array, edge: number): Pixels {
  const heif = createHeifModule();
  const context = heif.heif_context_alloc();
  const { code } = heif.heif_context_read_from_memory(context, bytes);
  if (code !== heif.heif_error_code.heif_error_Ok) throw new Error('HEIC: the file is damaged');

  const handle = heif.heif_js_context_get_primary_image_handle(context);
  if ('code' in handle) throw new Error('HEIC: the file has no picture');
  const width = heif.heif_image_handle_get_width(handle);
  const height = heif.heif_image_handle_get_height(handle);
  checkPixels(width, height);

  const { heif_colorspace_YCbCr: colours } = heif.heif_colorspace;
  const { heif_chroma_420: chroma } = heif.heif_chroma;
  const { channels } = heif.heif_js_decode_image2(handle, colours, chroma);
  const [luma, blue, red] = channels?.map(planeOf) ?? [];
  if (!luma || !blue || !red) throw new Error('HEIC: the picture cannot be decoded');

  const factor = Math.max(1, Math.floor(Math.max(luma.width, luma.height) / edge));
  return average([luma, blue, red], factor);
}

function planeOf(channel: HeifChannel): Plane {
  const { data, stride, bits_per_pixel: bits } = channel;
  if (bits <= 8) return { ...channel, values: data, valuesPerRow: stride };
  const values = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
  return { ...channel, values, valuesPerRow: stride / 2 };
}

/** Makes each square of `factor` pixels on a side one pixel. */
function average([luma, blue, red]: readonly [Plane, Plane, Plane], factor: number): Pixels {
  const width = Math.max(1, Math.floor(luma.width / factor));
  const height = Math.max(1, Math.floor(luma.height / factor));
  const data = new Uint8ClampedArray(width * height * 3);
  for (let y = 0, offset = 0; y < height; y++) {
    for (let x = 0; x < width; x++, offset += 3) {
      const brightness = meanOf(luma, x / width, y / height, factor);
      // The colours have half as many values in each direction.
      const b = meanOf(blue, x / width, y / height, factor / 2) - 128;
      const r = meanOf(red, x / width, y / height, factor / 2) - 128;
      // ITU-R BT.601 in full range, which phones write.
      data[offset] = brightness + 1.402 * r;
      data[offset + 1] = brightness - 0.344136 * b - 0.714136 * r;
      data[offset + 2] = brightness + 1.772 * b;
    }
  }
  return { data, width, height, channels: 3 };
}

/** The mean of a square whose corner is at the given parts of the plane, from 0 to 255. */
function meanOf(plane: Plane, left: number, top: number, side: number): number {
  const { width, height, values, valuesPerRow, bits_per_pixel: bits } = plane;
  const startX = Math.floor(left * width);
  const startY = Math.floor(top * height);
  const endX = Math.min(width, startX + Math.max(1, Math.floor(side)));
  const endY = Math.min(height, startY + Math.max(1, Math.floor(side)));
  let sum = 0;
  for (let y = startY; y < endY; y++) {
    for (let x = startX; x < endX; x++) sum += values[y * valuesPerRow + x] as number;
  }
  return sum / ((endX - startX) * (endY - startY)) / 2 ** (bits - 8);
}
