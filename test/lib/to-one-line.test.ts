import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toOneLine } from '../../src/lib/to-one-line.ts';

test('toOneLine joins lines, and removes what reorders the words around a name', () => {
  assert.equal(toOneLine('  Ann\n\tLee '), 'Ann Lee');
  assert.equal(toOneLine('Ann\u202E (7)\u2067 !'), 'Ann (7) !');
  assert.equal(toOneLine('\u05D3\u05E0\u05D4 \u200Fx'), '\u05D3\u05E0\u05D4 \u200Fx');
});
