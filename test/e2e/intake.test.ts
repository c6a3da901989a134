import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runMutatedPayloads } from '../proofs/intake/run-mutated-payloads.ts';

const PAYLOADS = 600;

test('mutated payloads of both networks neither end the bot, nor stop good questions, nor let a stranger in', async () => {
  const seed = Date.now() % 2 ** 31;
  const counts = await runMutatedPayloads({ seed, count: PAYLOADS, batchSize: PAYLOADS / 2 });
  assert.equal(counts.payloads, PAYLOADS);
});
