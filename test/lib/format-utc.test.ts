import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatUtc } from '../../src/lib/format-utc.ts';

test('formatUtc writes a moment to the minute', () => {
  assert.equal(formatUtc(Date.UTC(2026, 10, 29, 8, 5, 59)), '2026-11-29 08:05 UTC');
});

test('formatUtc gives nothing for a date that no calendar has', () => {
  assert.equal(formatUtc(Number.NaN), undefined);
  assert.equal(formatUtc(1e20), undefined);
});
