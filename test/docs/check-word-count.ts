import type { Check } from '../house/tree.ts';

const README = 'README.md';
const MAX_WORDS = 1_500;

/** A newcomer reads the README to its end; the rest belongs into `docs/`. */
export const checkWordCount: Check = (tree) => {
  const words = (tree.get(README) ?? '').split(/\s+/).filter(Boolean).length;
  return words > MAX_WORDS
    ? [`${README} has ${words} words, more than ${MAX_WORDS}. Move something into docs/.`]
    : [];
};
