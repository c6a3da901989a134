import type { Check } from './tree.ts';

const SHARES_PROCESS = /^test\/e2e\/.*\.test\.ts$/;
const HOOK_OF_PROCESS = /^(?:before|after|beforeEach|afterEach)\(/m;

/** Several files of `test/e2e/` share a process, in which a hook outside of `describe` would run for all of them. */
export const checkHooks: Check = (tree) =>
  [...tree]
    .filter(([path, text]) => SHARES_PROCESS.test(path) && HOOK_OF_PROCESS.test(text))
    .map(([path]) => `${path} has a hook that runs for other files too. Put it into a describe().`);
