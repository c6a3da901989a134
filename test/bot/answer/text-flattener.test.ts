import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createTextFlattener } from '../../../src/bot/answer/text-flattener.ts';

describe('createTextFlattener', () => {
  test('looks at few characters of a text that grows by small pieces', () => {
    const flattened: number[] = [];
    const flatten = createTextFlattener((text) => {
      flattened.push(text.length);
      return text;
    });
    let text = '';
    for (let piece = 0; piece < 25_000; piece++) {
      text += 'word';
      flatten(text);
    }

    const copied = flattened.reduce((sum, length) => sum + length, 0);
    assert.ok(flattened.length > 10);
    assert.ok(copied < 6 * text.length, `${copied} characters copied for ${text.length}`);
  });
});
