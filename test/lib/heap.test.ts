import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createHeap } from '../../src/lib/heap.ts';

describe('createHeap', () => {
  test('gives the first item after any changes', () => {
    const change = fc.record({ item: fc.nat(20), value: fc.integer(), isDelete: fc.boolean() });
    const property = fc.property(fc.array(change, { maxLength: 100 }), (changes) => {
      const values = new Map<number, number>();
      const heap = createHeap<number>((a, b) => (values.get(a) ?? 0) - (values.get(b) ?? 0));

      for (const { item, value, isDelete } of changes) {
        if (isDelete) {
          heap.delete(item);
          values.delete(item);
        } else {
          values.set(item, value);
          heap.update(item);
        }
        assert.equal(heap.size, values.size);
        const { first } = heap;
        const least = values.size > 0 ? Math.min(...values.values()) : undefined;
        assert.equal(first === undefined ? undefined : values.get(first), least);
      }
    });
    fc.assert(property, { numRuns: 200, seed: 1 });
  });

  test('compares O(log n) items for each change', () => {
    let comparisons = 0;
    const heap = createHeap<number>((a, b) => {
      comparisons += 1;
      return a - b;
    });
    for (let item = 4_096; item > 0; item--) heap.update(item);

    comparisons = 0;
    heap.delete(1);
    heap.update(0);
    assert.ok(comparisons <= 6 * 12, `${comparisons} comparisons`);
  });
});
