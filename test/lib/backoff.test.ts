import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { backoffMs, createBackoff } from '../../src/lib/backoff.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

describe('backoffMs', () => {
  test('doubles with each failure, up to the longest wait', () => {
    const waits = [1, 2, 3, 4, 50].map((n) => backoffMs(n, { firstMs: 100, longestMs: 500 }));
    assert.deepEqual(waits, [100, 200, 400, 500, 500]);
  });
});

describe('createBackoff', () => {
  const never = new AbortController().signal;

  function measureWait(random?: () => number) {
    const clock = createFakeClock();
    const limits = { clock, firstMs: 1_000, longestMs: 3_000 };
    const backoff = createBackoff(random ? { ...limits, random } : limits);
    const wait = async () => {
      const startedAt = clock.now();
      const waited = backoff.wait(never).then(() => clock.now() - startedAt);
      await clock.advance(10_000);
      return waited;
    };
    return { backoff, wait };
  }

  test('waits longer each time', async () => {
    const { wait } = measureWait();
    assert.deepEqual([await wait(), await wait(), await wait()], [1_000, 2_000, 3_000]);
  });

  test('begins anew after a reset', async () => {
    const { backoff, wait } = measureWait();
    await wait();
    await wait();
    backoff.reset();
    assert.equal(await wait(), 1_000);
  });

  test('spreads a wait over its second half', async () => {
    const { wait } = measureWait(() => 0);
    assert.equal(await wait(), 500);
  });
});
