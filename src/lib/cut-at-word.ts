import { cutEnd } from './cut-end.ts';

/** Gives a line of at most `maxCharacters`: a longer one ends after a word, with an ellipsis. */
export function cutAtWord(line: string, maxCharacters: number): string {
  if (line.length <= maxCharacters) return line;

  const beginning = cutEnd(line, maxCharacters - 1);
  const lastSpace = beginning.lastIndexOf(' ');
  const words = lastSpace > maxCharacters / 2 ? beginning.slice(0, lastSpace) : beginning;
  return `${words}…`;
}
