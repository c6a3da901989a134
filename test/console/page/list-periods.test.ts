import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listPeriods } from '../../../src/console/page/list-periods.ts';

test('the periods begin with this month, today and the last 30 days', () => {
  const [month, today, days] = listPeriods('2026-03-05');

  assert.deepEqual([month?.from, month?.to], ['2026-03-01', '2026-03-05']);
  assert.deepEqual([today?.from, today?.to], ['2026-03-05', '2026-03-05']);
  assert.deepEqual([days?.from, days?.to], ['2026-02-04', '2026-03-05']);
});

test('the earlier months that are kept follow, each as a whole', () => {
  const months = listPeriods('2026-01-31').slice(3);

  assert.equal(months.length, 12);
  assert.deepEqual([months[0]?.from, months[0]?.to], ['2025-12-01', '2025-12-31']);
  assert.deepEqual([months[10]?.from, months[10]?.to], ['2025-02-01', '2025-02-28']);
});
