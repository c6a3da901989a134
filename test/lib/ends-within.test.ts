import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { endsWithin } from '../../src/lib/ends-within.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

describe('endsWithin', () => {
  test('says yes for work that ends in time, and leaves no timer', async () => {
    const clock = createFakeClock();
    assert.equal(await endsWithin(clock, 1_000, Promise.resolve('done')), true);
    assert.equal(clock.pending, 0);
  });

  test('says no when the time is over, and ignores how the work ends later', async () => {
    const clock = createFakeClock();
    const work = Promise.withResolvers<void>();
    const answer = endsWithin(clock, 1_000, work.promise);
    await clock.advance(1_000);
    assert.equal(await answer, false);
    work.reject(new Error('too late'));
  });

  test('throws what the work throws, and leaves no timer', async () => {
    const clock = createFakeClock();
    await assert.rejects(endsWithin(clock, 1_000, Promise.reject(new Error('broken'))), /broken/);
    assert.equal(clock.pending, 0);
  });
});
