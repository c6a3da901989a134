import { type Check, SOURCE_FOLDER } from './tree.ts';

const MOST_LINES = 250;

/** Biome says the same of TypeScript; this check covers every kind of file. */
export const checkLength: Check = (tree) =>
  [...tree]
    .filter(([path]) => SOURCE_FOLDER.test(path))
    .map(([path, text]) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > MOST_LINES)
    .map(
      ({ path, lines }) =>
        `${path} has ${lines} lines, the most is ${MOST_LINES}. Give one of its jobs a file of its own.`,
    );
