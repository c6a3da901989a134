import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCalendar } from '../../src/usage/calendar.ts';

test('the day begins at midnight of the zone, also where clocks change and when the zone does', () => {
  let now = 0;
  let zone = 'Europe/Berlin';
  const { today } = createCalendar({
    clock: { now: () => now, after: () => () => {} },
    timeZone: () => zone,
  });
  const at = (moment: string, timeZone = zone) => {
    now = Date.parse(moment);
    zone = timeZone;
    return today();
  };
  assert.equal(at('2026-10-24T21:59:59.999Z'), '2026-10-24');
  assert.equal(at('2026-10-24T22:00:00Z'), '2026-10-25');
  assert.equal(at('2026-10-25T22:59:59Z'), '2026-10-25');
  assert.equal(at('2026-10-25T23:00:00Z'), '2026-10-26');
  assert.equal(at('2026-10-25T22:59:59Z'), '2026-10-25');
  assert.equal(at('2026-10-25T22:59:59Z', 'Asia/Kathmandu'), '2026-10-26');
  assert.equal(at('2026-10-25T22:59:59Z', 'Not/AZone'), '2026-10-25');
  assert.equal(at('2026-12-31T12:00:00Z', 'Pacific/Kiritimati'), '2027-01-01');
});
