import { toOneLine } from '../../../lib/to-one-line.ts';

/** A heading of level 1 to 6. Empty if there are no words. */
export function writeHeading(level: number, text: string): string {
  const words = toOneLine(text);
  return words && `${'#'.repeat(Math.min(6, Math.max(1, level)))} ${words}`;
}
