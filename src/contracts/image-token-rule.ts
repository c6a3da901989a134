/**
 * The tokens of an image, as the service counts them after it has shrunk the image itself.
 * - `area`: one for every `pixelsPerToken`, at most `maxTokens`
 * - `tiles`: `base`, and `perTile` for every square of `tilePixels`. The longer side is first shrunk to
 *   `maxLongSide` and the shorter one to `maxShortSide`
 * - `patches`: `factor` for every square of `patchPixels`, of which there are at most `maxPatches`
 */
export type ImageTokenRule =
  | { readonly kind: 'area'; readonly pixelsPerToken: number; readonly maxTokens?: number }
  | {
      readonly kind: 'tiles';
      readonly base: number;
      readonly perTile: number;
      readonly tilePixels: number;
      readonly maxLongSide?: number;
      readonly maxShortSide?: number;
    }
  | {
      readonly kind: 'patches';
      readonly patchPixels: number;
      readonly maxPatches: number;
      readonly factor: number;
    };
