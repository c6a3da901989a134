import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { roundTop } from '../../../src/console/page/round-top.ts';

test('the top of an axis is a round number at or above the highest bar', () => {
  const rows: readonly (readonly [number, number])[] = [
    [0.0042, 0.005],
    [0.9, 1],
    [1, 1],
    [2.1, 2.5],
    [73, 100],
    [1_234_567, 2_000_000],
  ];
  for (const [highest, top] of rows) assert.ok(Math.abs(roundTop(highest) - top) < top * 1e-9);
});

test('the top of an axis without bars is one', () => {
  for (const nothing of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.equal(roundTop(nothing), 1);
  }
});

test('no bar is higher than the axis, and none fills less than a third of it', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (highest) => {
      const top = roundTop(highest);
      assert.ok(top >= highest * (1 - 1e-9));
      assert.ok(highest > top / 3);
    }),
  );
});
