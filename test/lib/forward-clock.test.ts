import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createForwardClock } from '../../src/lib/forward-clock.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

test('goes on from the time before when the clock is set back, each time', async () => {
  const clock = createFakeClock();
  const forward = createForwardClock(clock);
  const startedAt = clock.now();
  await clock.advance(1_000);
  assert.equal(forward.now() - startedAt, 1_000);

  for (const elapsedMs of [2_000, 3_000]) {
    clock.setBack(60_000);
    assert.equal(forward.now() - startedAt, elapsedMs - 1_000);
    await clock.advance(1_000);
    assert.equal(forward.now() - startedAt, elapsedMs);
  }
});
