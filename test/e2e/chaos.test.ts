import { describe, test } from 'node:test';
import { checkCoverage } from '../chaos/check-coverage.ts';
import { killProcesses, shakeInProcess } from '../chaos/run-chaos.ts';

/** Samples of `npm run proof -- kills`, which runs many seeds. */
describe('whatever goes wrong, every accepted question gets one whole answer or one visible end', () => {
  test('in processes that are killed and stopped at any time, with faults of networks and model', async () => {
    const report = await killProcesses({ seed: 8, kills: 3 });
    checkCoverage(report, { kills: 3, killsWhenReady: 2, killsAmidTurns: 1, presses: 1, turns: 3 });
  });

  test('in a process that is never killed, with many more faults', async () => {
    const report = await shakeInProcess({ seed: 7, acts: 30 });
    checkCoverage(report, { ends: 1, strikes: 8, presses: 1, turns: 3 });
  });
});
