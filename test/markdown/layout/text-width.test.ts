import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textWidth } from '../../../src/markdown/layout/text-width.ts';

test('textWidth counts the columns that people see', () => {
  const widths = {
    abc: 3,
    漢字: 4,
    é: 1,
    'e\u0301': 1,
    '👩‍👩‍👧': 2,
    '🇩🇪': 2,
    '❤️': 2,
    ｆ: 2,
    ﾊ: 1,
    '\u200b': 0,
    '→': 1,
    '': 0,
  };
  for (const [text, width] of Object.entries(widths)) assert.equal(textWidth(text), width, text);
});
