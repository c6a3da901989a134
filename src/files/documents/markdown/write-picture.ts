import { flattenLine } from './flatten-line.ts';

/** The place of a picture, with the words that describe it. */
export function writePicture(description = ''): string {
  const words = flattenLine(description).replace(/[[\]]/g, '\\$&').slice(0, 500);
  return words ? `[picture: ${words}]` : '[picture]';
}
