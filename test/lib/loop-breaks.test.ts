import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLoopBreaks } from '../../src/lib/loop-breaks.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

describe('createLoopBreaks', () => {
  test('lets the event loop turn once in each block', async () => {
    let now = 0;
    let turns = 0;
    const breakIfDue = createLoopBreaks({ ...createFakeClock(), now: () => now }, 10);
    const count = () => {
      turns += 1;
      timer = setImmediate(count);
    };
    let timer = setImmediate(count);

    for (let step = 0; step < 100; step++) {
      now += 1;
      await breakIfDue();
    }
    clearImmediate(timer);
    assert.equal(turns, 10);
  });
});
