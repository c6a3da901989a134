import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { killProcesses, shakeInProcess } from '../chaos/run-chaos.ts';

/** Samples of `npm run proof -- kills`, whose seeds change. */
describe('whatever goes wrong, every accepted question gets one whole answer or one visible end', () => {
  test('a process that is killed and ended at random moments, between faults of both networks and of the model', async () => {
    const { kills, accepted } = await killProcesses({ seed: 7, kills: 2 });
    assert.equal(kills, 2);
    assert.ok(accepted > 0);
  });

  test('a process that is never killed, between many more faults', async () => {
    const { strikes, accepted } = await shakeInProcess({ seed: 7, acts: 30 });
    assert.ok(strikes > 0 && accepted > 0);
  });
});
