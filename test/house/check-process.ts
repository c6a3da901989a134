import { type Check, sources } from './tree.ts';

const ONLY_MAIN: readonly (readonly [RegExp, string])[] = [
  [
    /\bprocess\s*\.\s*env\b/,
    'reads process.env: take `env` as a parameter, and variables by readVariable(env, NAME)',
  ],
  [
    /\bprocess\s*\.\s*(exit|exitCode|abort|reallyExit)\b/,
    'ends the process: throw an error instead',
  ],
  [
    /\bprocess\s*\.\s*(on|once|addListener)\b/,
    'listens to the process: take an AbortSignal or give a stop() instead',
  ],
  [
    /from\s+['"](node:)?process['"]/,
    'imports node:process: use the global `process`, so that this test can see it',
  ],
];

const HIDDEN_IMPORT: readonly (readonly [RegExp, string])[] = [
  [
    /\bimport\s*\((?!\s*['"])/,
    'imports what only running it can tell: name the file, so that the walls can be checked',
  ],
  [
    /\bcreateRequire\b|(?<![.\w])require\s*\(/,
    'requires: use import, so that the walls can be checked',
  ],
];

/** It must reach packages that discord.js brings along, which no import can name. */
const MAY_REQUIRE = 'src/platforms/discord/connection/load-discord.ts';

/** The process belongs to main.ts: whoever runs the parts elsewhere, a test or the playground, keeps its own. */
export const checkProcess: Check = (tree) =>
  [...sources(tree)].flatMap(([path, code]) =>
    [...(path === 'src/main.ts' ? [] : ONLY_MAIN), ...(path === MAY_REQUIRE ? [] : HIDDEN_IMPORT)]
      .filter(([pattern]) => pattern.test(code))
      .map(([, fault]) => `${path} ${fault}.`),
  );
