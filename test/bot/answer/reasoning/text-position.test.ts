import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createTextPosition } from '../../../../src/bot/answer/reasoning/text-position.ts';

function positionAfter(...pieces: readonly string[]) {
  const position = createTextPosition();
  for (const piece of pieces) position.advance(piece);
  return position;
}

describe('createTextPosition', () => {
  for (const [name, ...pieces] of [
    ['a fence', 'Look:\n```js\nx'],
    ['a fence that comes in pieces', 'Look:\n`', '``', 'js\nx'],
    ['a fence of tildes', '~~~\nx\n```\ny'],
    ['a longer fence around a shorter one', '````\n```\nx\n```\ny'],
    ['a fence in a list', '1. Do:\n\n   ```\n   x'],
    ['inline code', 'Use `x'],
    ['inline code of two backticks', 'Use ``x ` y'],
    ['an indented line', 'Look:\n\n    '],
  ] as const) {
    test(`is in code in ${name}`, () => {
      assert.equal(positionAfter(...pieces).isInCode, true);
    });
  }

  for (const [name, ...pieces] of [
    ['a closed fence', '```\nx\n```\nThen'],
    ['the end of a fence, in the same line', '```\nx\n``', '`'],
    ['a fence within one line', '```x``` is code\nThen'],
    ['closed inline code', 'Use `x` and ``y``'],
    ['a backtick of the line before', 'It is 5` long\nThen'],
    ['a few blanks', 'Look:\n\n  x'],
  ] as const) {
    test(`is in text behind ${name}`, () => {
      assert.equal(positionAfter(...pieces).isInCode, false);
    });
  }

  test('knows the last character, and the last one in the line that is not blank', () => {
    const { lastCharacter, lastInk, isAtStart } = positionAfter('Hm.\nYes ', ' ');
    assert.deepEqual([lastCharacter, lastInk, isAtStart], [' ', 's', false]);
    assert.equal(positionAfter('Hm.\n ').lastInk, '');
    assert.equal(positionAfter('\n ').isAtStart, true);
  });
});
