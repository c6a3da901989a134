import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { chartScale } from '../../../src/lib/page/chart-scale.ts';

const labels = (largest: number, unit: 'usd' | 'tokens') =>
  chartScale(largest, unit).marks.map(({ label }) => label);

test('the axis of a chart has round marks that people can read', () => {
  assert.deepEqual(labels(1.8, 'usd'), ['$0', '$0.50', '$1.00', '$1.50', '$2.00']);
  assert.deepEqual(labels(0.004, 'usd'), ['$0', '$0.001', '$0.002', '$0.003', '$0.004']);
  assert.deepEqual(labels(0.09, 'usd'), ['$0', '$0.025', '$0.050', '$0.075', '$0.100']);
  assert.deepEqual(labels(154, 'usd'), ['$0', '$50', '$100', '$150', '$200']);
  assert.deepEqual(labels(380_000, 'tokens'), ['0', '100k', '200k', '300k', '400k']);
  assert.deepEqual(labels(2_400_000, 'tokens'), ['0', '1M', '2M', '3M']);
  assert.deepEqual(labels(3, 'tokens'), ['0', '1', '2', '3']);
  assert.deepEqual(labels(0, 'tokens'), ['0', '1']);
  assert.equal(labels(0, 'usd').at(-1), '$1.00');
});

test('no bar is higher than the axis, and the highest one fills more than half of it', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (largest) => {
      const { top } = chartScale(largest, 'usd');
      assert.ok(top >= largest * (1 - 1e-9));
      assert.ok(largest > top / 2);
    }),
  );
});
