import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createSlidingWindow } from '../../src/lib/sliding-window.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

const WINDOW_MS = 1_000;
const atMost = (most: number) => ({ most, windowMs: WINDOW_MS });

describe('createSlidingWindow', () => {
  test('never counts more than the most within any window, and counts whatever waited as told', async () => {
    const step = fc.record({ waitMs: fc.nat(700), key: fc.constantFrom('a', 'b') });
    const steps = fc.record({ most: fc.integer({ min: 1, max: 4 }), uses: fc.array(step) });
    const property = fc.asyncProperty(steps, async ({ most, uses }) => {
      const clock = createFakeClock();
      const window = createSlidingWindow({ clock, maxKeys: 10 });
      const counted: Record<string, number[]> = { a: [], b: [] };
      const take = (key: string) => {
        const waitMs = window.take(key, atMost(most));
        if (waitMs === 0) counted[key]?.push(clock.now());
        return waitMs;
      };
      for (const { waitMs, key } of uses) {
        await clock.advance(waitMs);
        const toWait = take(key);
        if (toWait === 0) continue;
        await clock.advance(toWait - 1);
        assert.equal(take(key), 1);
        await clock.advance(1);
        assert.equal(take(key), 0);
      }
      for (const times of Object.values(counted)) {
        for (const [index, time] of times.entries()) {
          assert.ok(time - (times[index - most] ?? -Infinity) >= WINDOW_MS);
        }
      }
    });
    await fc.assert(property, { numRuns: 20, seed: 1 });
  });

  test('forgets the keys that were not used for the longest time', () => {
    const window = createSlidingWindow({ clock: createFakeClock(), maxKeys: 2 });
    assert.deepEqual(
      ['a', 'a', 'b', 'c', 'a'].map((key) => window.take(key, atMost(1)) === 0),
      [true, false, true, true, true],
    );
  });

  test('counts nothing where nothing is allowed, and stands a clock that is set back', async () => {
    const clock = createFakeClock();
    const window = createSlidingWindow({ clock, maxKeys: 2 });
    assert.equal(window.take('a', atMost(0)), WINDOW_MS);
    assert.equal(window.take('a', atMost(1)), 0);
    clock.setBack(3_600_000);
    assert.equal(window.take('a', atMost(1)), WINDOW_MS);
    await clock.advance(WINDOW_MS);
    assert.equal(window.take('a', atMost(1)), 0);
  });
});
