import { type Check, sources } from './tree.ts';

/** Code that only `main.ts` may contain, with what to do elsewhere. */
const ONLY_MAIN: readonly (readonly [RegExp, string])[] = [
  [
    /\bprocess\s*\.\s*env\b/,
    'reads process.env. Take `env` as a parameter, and read variables with readVariable(env, NAME)',
  ],
  [
    /\bprocess\s*\.\s*(exit|exitCode|abort|reallyExit)\b/,
    'ends the process. Throw an error instead',
  ],
  [
    /\bprocess\s*\.\s*(on|once|addListener)\b/,
    'listens to the process. Take an AbortSignal, or give a stop() method, instead',
  ],
  [
    /from\s+['"](node:)?process['"]/,
    'imports node:process. Use the global `process`, which this test can find',
  ],
];

/** Imports that the other checks cannot see. */
const HIDDEN_IMPORT: readonly (readonly [RegExp, string])[] = [
  [
    /\bimport\s*\((?!\s*['"])/,
    'imports a file that only a running program knows. Name the file, so that the walls can be checked',
  ],
  [
    /\bcreateRequire\b|(?<![.\w])require\s*\(/,
    'calls require. Use import, so that the walls can be checked',
  ],
];

/** The programs of processes: they may touch their own. */
const PROGRAMS = ['src/main.ts', 'src/files/reader-process.ts'];

/** This file must reach packages inside discord.js, which no import can name. */
const MAY_REQUIRE = 'src/platforms/discord/connection/load-discord.ts';

/**
 * Only `main.ts` touches the process, so tests and the playground can run the parts in processes of
 * their own. The process that reads files is such a one, with a program of its own.
 */
export const checkProcess: Check = (tree) =>
  [...sources(tree)].flatMap(([path, code]) =>
    [...(PROGRAMS.includes(path) ? [] : ONLY_MAIN), ...(path === MAY_REQUIRE ? [] : HIDDEN_IMPORT)]
      .filter(([pattern]) => pattern.test(code))
      .map(([, complaint]) => `${path} ${complaint}.`),
  );
