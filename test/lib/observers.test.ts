import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createObservers } from '../../src/lib/observers.ts';

describe('observers', () => {
  test('hand an observation to everybody, also after one of them failed', () => {
    const failures: unknown[] = [];
    const seen: number[] = [];
    const observers = createObservers<number>((error) => failures.push(error));
    const error = new Error('broken');
    observers.add(() => {
      throw error;
    });
    observers.add((number) => seen.push(number));

    observers.observe(1);

    assert.deepEqual(seen, [1]);
    assert.deepEqual(failures, [error]);
  });

  test('leave out the ones that have gone', () => {
    const seen: number[] = [];
    const observers = createObservers<number>(() => {});
    const leave = observers.add((number) => seen.push(number));
    leave();

    observers.observe(1);

    assert.deepEqual(seen, []);
  });
});
