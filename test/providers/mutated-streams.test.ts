import assert from 'node:assert/strict';
import { it } from 'node:test';
import { runMutatedStreams } from '../proofs/intake/streams.ts';

/** Several of each kind, and some more. `npm run proof -- intake` runs 100,000. */
const STREAMS = 250;

it('a reply of a broken or hostile server ends in one end or one kind of failure, within its limits', async () => {
  const { answered, failures, streams } = await runMutatedStreams({ seed: 9, count: STREAMS });

  const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
  assert.equal(answered + failed, streams);
  assert.ok(answered > streams / 10, 'many replies still hold an answer');
});
