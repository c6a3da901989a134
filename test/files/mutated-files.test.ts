import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runMutatedFiles } from '../proofs/files/mutated-files.ts';

/** `npm run proof -- files` runs 10,000. */
const FILES = 150;

test('a changed copy of a file has one outcome, and the good files between them are read', async () => {
  const { files, outcomes } = await runMutatedFiles({ seed: 11, count: FILES });
  const counted = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  assert.equal(counted, files);
  assert.ok((outcomes.damaged ?? 0) > 0 && (outcomes.images ?? 0) > 0);
});
