import { dropHalves } from '../../lib/cut-end.ts';

/** The end of a log holds the failure, and the beginning of a text its subject. */
const SHARE_OF_BEGINNING = 2 / 3;

/** Leaves out the middle of a text that has more than `maxCharacters`, and says so there. */
export function leaveOutMiddle(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;

  const beginning = Math.floor(maxCharacters * SHARE_OF_BEGINNING);
  const end = maxCharacters - beginning;
  const gap = `[… ${text.length - maxCharacters} characters are left out here …]`;
  const tail = end > 0 ? text.slice(-end) : '';
  return [text.slice(0, beginning), gap, tail].map(dropHalves).filter(Boolean).join('\n');
}
