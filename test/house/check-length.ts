import type { Check } from './tree.ts';

const MOST_LINES = 250;

/** Biome says the same of TypeScript; this is for all that is in `src/`. */
export const checkLength: Check = (tree) =>
  [...tree]
    .filter(([path]) => path.startsWith('src/'))
    .map(([path, text]) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > MOST_LINES)
    .map(
      ({ path, lines }) =>
        `${path} has ${lines} lines, the most is ${MOST_LINES}. Give one of its jobs a file of its own.`,
    );
