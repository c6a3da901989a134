import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createResetTimes } from '../../src/limits/reset-times.ts';

function next(period: 'day' | 'month', now: string, zone = 'UTC'): string {
  const resets = createResetTimes(
    () => Date.parse(now),
    () => zone,
  );
  return new Date(resets.next(period)).toISOString();
}

describe('reset times', () => {
  test('are the ends of days and months in a time zone', () => {
    assert.equal(next('day', '2026-11-30T22:30:00Z'), '2026-12-01T00:00:00.000Z');
    assert.equal(next('month', '2026-11-30T22:30:00Z'), '2026-12-01T00:00:00.000Z');
    assert.equal(next('day', '2026-11-30T23:30:00Z', 'Europe/Berlin'), '2026-12-01T23:00:00.000Z');
    assert.equal(next('month', '2026-12-05T00:00:00Z', 'Asia/Kolkata'), '2026-12-31T18:30:00.000Z');
  });

  test('know days of 23 and 25 hours', () => {
    assert.equal(next('day', '2026-03-28T23:00:00Z', 'Europe/Berlin'), '2026-03-29T22:00:00.000Z');
    assert.equal(next('day', '2026-10-24T22:00:00Z', 'Europe/Berlin'), '2026-10-25T23:00:00.000Z');
  });

  test('follow the clock and the zone, forwards and backwards', () => {
    let now = Date.parse('2026-11-30T23:59:59Z');
    let zone = 'UTC';
    const resets = createResetTimes(
      () => now,
      () => zone,
    );
    const day = () => new Date(resets.next('day')).toISOString();
    assert.equal(day(), '2026-12-01T00:00:00.000Z');
    now += 1_000;
    assert.equal(day(), '2026-12-02T00:00:00.000Z');
    zone = 'Europe/Berlin';
    assert.equal(day(), '2026-12-01T23:00:00.000Z');
    now -= 86_400_000;
    assert.equal(day(), '2026-11-30T23:00:00.000Z');
  });
});
