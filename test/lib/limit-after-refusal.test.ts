import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { limitAfterRefusal } from '../../src/lib/limit-after-refusal.ts';

test('without numbers, the limit is half of what was refused', () => {
  assert.equal(limitAfterRefusal(10_000, {}), 5_000);
});

test('with both numbers, the estimate is scaled, with room for an answer', () => {
  // Half of the refused prompt would fit, less a quarter for the answer and 5 %.
  assert.equal(limitAfterRefusal(10_000, { tokenLimit: 4_000, requestTokens: 8_000 }), 3_562);
  // The estimate was twice too high, and stays so.
  assert.equal(limitAfterRefusal(16_000, { tokenLimit: 4_000, requestTokens: 8_000 }), 5_700);
});

test('with the limit alone, the estimate counts as it is', () => {
  assert.equal(limitAfterRefusal(100_000, { tokenLimit: 8_000 }), 5_700);
  assert.equal(limitAfterRefusal(100_000, { tokenLimit: 64_000 }), 56_908);
});

test('numbers that make no sense count for nothing', () => {
  assert.equal(limitAfterRefusal(1_000, { tokenLimit: 0, requestTokens: 9 }), 500);
  assert.equal(limitAfterRefusal(1_000, { tokenLimit: 8_000 }), 500);
});

test('the limit is always a tenth smaller than what was refused, whatever the numbers', () => {
  const tokens = fc.option(fc.integer({ min: -10, max: 2_000_000 }), { nil: undefined });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000_000 }), tokens, tokens, (refused, limit, count) => {
      const next = limitAfterRefusal(refused, { tokenLimit: limit, requestTokens: count });
      assert.ok(next >= 0 && next <= refused * 0.9);
    }),
  );
});
