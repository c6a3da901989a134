import { nearestWords } from './nearest-words.ts';

/**
 * Finds the candidate that a misspelt `word` probably
 * means. `undefined`: no candidate is similar enough.
 */
export function nearestWord(word: string, candidates: readonly string[]): string | undefined {
  return nearestWords(word, candidates, 1)[0];
}
