/** A decoded picture, upright, row by row from the top left. */
export interface Pixels {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
}

/** More than any camera of a phone makes: those have at most 200 megapixels, and send 12 to 50. */
export const MAX_PIXELS = 100_000_000;

/** A picture has more pixels than Parley decodes. */
export class TooManyPixelsError extends Error {
  override name = 'TooManyPixelsError';
}

/** @throws A `TooManyPixelsError`. */
export function checkPixels(width: number, height: number): void {
  if (width * height > MAX_PIXELS) throw new TooManyPixelsError(`${width} × ${height} pixels`);
}
