import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { afterPreposition } from '../../../src/texts/de/after-preposition.ts';

const HOUR_MS = 3_600_000;

describe('German durations after a preposition', () => {
  test('have their days in the dative', () => {
    assert.equal(`vor ${afterPreposition(48 * HOUR_MS)}`, 'vor 2 Tagen');
  });

  test('keep their short forms', () => {
    const durations = [800, 12_000, 300_000, 3 * HOUR_MS].map(afterPreposition);
    assert.deepEqual(durations, ['0,8 Sek.', '12 Sek.', '5 Min.', '3 Std.']);
  });
});
