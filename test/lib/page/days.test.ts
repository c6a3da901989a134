import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, boundsOf, daysFrom, isDay, monthBefore } from '../../../src/lib/page/days.ts';

test('knows days and months of the calendar', () => {
  assert.deepEqual(
    ['2026-02-28', '2028-02-29', '2026-02-29', '2026-2-1', '26-02-01', 'today'].map(isDay),
    [true, true, false, false, false, false],
  );
  assert.equal(addDays('2026-03-01', -1), '2026-02-28');
  assert.equal(monthBefore('2026-01'), '2025-12');
  assert.deepEqual(boundsOf('2026-12'), ['2026-12-01', '2026-12-31']);
  assert.deepEqual(boundsOf('2028-02'), ['2028-02-01', '2028-02-29']);
  assert.deepEqual(boundsOf('2028-02-03'), ['2028-02-03', '2028-02-03']);
});

test('the days of a period go over the end of a month and of a leap year', () => {
  const days = ['2028-02-28', '2028-02-29', '2028-03-01'];
  assert.deepEqual([...daysFrom('2028-02-28', '2028-03-01')], days);
  assert.deepEqual([...daysFrom('2026-11-02', '2026-11-01')], []);
});
