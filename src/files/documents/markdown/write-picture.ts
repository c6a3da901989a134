import { toOneLine } from '../../../lib/to-one-line.ts';

/** The place of a picture, with the words that describe it. */
export function writePicture(description = ''): string {
  const words = toOneLine(description).replace(/[[\]]/g, '\\$&').slice(0, 500);
  return words ? `[picture: ${words}]` : '[picture]';
}
