import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatUsd } from '../../../src/console/page/format-usd.ts';
import { formatCompact, formatWhole } from '../../../src/console/page/format-whole.ts';

test('dollars keep the digits that matter', () => {
  assert.equal(formatUsd(0), '$0.00');
  assert.equal(formatUsd(12.345), '$12.35');
  assert.equal(formatUsd(0.0042), '$0.0042');
  assert.equal(formatUsd(0.000_01), 'under $0.0001');
});

test('counts have separators, or few digits where there is little room', () => {
  assert.equal(formatWhole(1_234_567), '1,234,567');
  assert.equal(formatCompact(1_234_567), '1.2M');
});
