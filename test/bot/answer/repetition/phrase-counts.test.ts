import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createPhraseCounts } from '../../../../src/bot/answer/repetition/phrase-counts.ts';

/** Hashes that differ, and use all bits. */
const hashOf = (index: number) => Math.imul(index + 1, 0x85ebca6b);

describe('phrase counts', () => {
  test('count how often a phrase occurred before', () => {
    const counts = createPhraseCounts();
    assert.deepEqual(
      [7, 7, -3, 7, -3, 0, 0].map((hash) => counts.add(hash)),
      [0, 1, 0, 2, 1, 0, 1],
    );
  });

  test('know every phrase of a cycle of 1,000', () => {
    const counts = createPhraseCounts();
    for (let round = 0; round < 5; round += 1) {
      for (let index = 0; index < 1_000; index += 1) {
        assert.equal(counts.add(hashOf(index)), round);
      }
    }
  });

  test('forget a phrase that does not come again', () => {
    const counts = createPhraseCounts();
    counts.add(hashOf(0));
    for (let index = 1; index < 5_000; index += 1) counts.add(hashOf(index));
    assert.equal(counts.add(hashOf(0)), 0);
  });

  test('count a phrase that comes very often', () => {
    const counts = createPhraseCounts();
    for (let times = 0; times < 100_000; times += 1) counts.add(5);
    assert.equal(counts.add(5), 255);
  });
});
