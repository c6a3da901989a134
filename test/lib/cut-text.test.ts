import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cutAtWord } from '../../src/lib/cut-at-word.ts';
import { cutEnd } from '../../src/lib/cut-end.ts';

describe('cutEnd', () => {
  test('leaves a text that fits as it is', () => {
    assert.equal(cutEnd('four', 4), 'four');
  });

  test('leaves no half of a character at the cut', () => {
    assert.equal(cutEnd('ab👀', 3), 'ab');
    assert.equal(cutEnd('ab👀c', 4), 'ab👀');
  });
});

describe('cutAtWord', () => {
  test('cuts a long line after a word', () => {
    assert.equal(cutAtWord('one two three four', 12), 'one two…');
  });

  test('cuts inside a word when the words before it are less than half of the room', () => {
    assert.equal(cutAtWord('a Donaudampfschifffahrt', 10), 'a Donauda…');
  });

  test('leaves a line that fits as it is', () => {
    assert.equal(cutAtWord('one two', 7), 'one two');
  });
});
