import { test } from 'node:test';
import fc from 'fast-check';
import { checkPrompts, conversations } from './prompt-properties.ts';

const SEED = 11;

test('a prompt fits, keeps its order, begins with the user, splits no question from its answer, and contains the newest question', async () => {
  await fc.assert(fc.asyncProperty(conversations, checkPrompts), { seed: SEED, numRuns: 60 });
});
