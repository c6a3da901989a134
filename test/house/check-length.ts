import { type Check, SOURCE_FOLDER } from './tree.ts';

const MAX_LINES = 250;

/**
 * Files stay short. Biome checks this for TypeScript; this
 * check covers every kind of file in `src/` and `playground/`.
 */
export const checkLength: Check = (tree) =>
  [...tree]
    .filter(([path]) => SOURCE_FOLDER.test(path))
    .map(([path, text]) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > MAX_LINES)
    .map(
      ({ path, lines }) =>
        `${path} has ${lines} lines; the limit is ${MAX_LINES}. Move one of its tasks into a file of its own.`,
    );
