import type { Metadata } from 'sharp';
import type { ImageLimits } from '../../contracts/files.ts';
import { hasOnlyPixels } from './has-only-pixels.ts';

/**
 * Tells whether a model can take a picture's file unchanged: a PNG or JPEG, which every service takes,
 * that is small enough, upright, and nothing but pixels in usual colours.
 */
export function isFitAsItIs(bytes: Uint8Array, metadata: Metadata, limits: ImageLimits): boolean {
  const { format, width, height, orientation = 1, depth, space } = metadata;
  const hasUsualColours = depth === 'uchar' && (space === 'srgb' || space === 'b-w');

  return (
    hasUsualColours &&
    orientation === 1 &&
    Math.max(width, height) <= limits.maxEdge &&
    bytes.length <= limits.maxBytes &&
    hasOnlyPixels(bytes, format)
  );
}
