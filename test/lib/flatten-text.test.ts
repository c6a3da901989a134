import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { flattenText } from '../../src/lib/flatten-text.ts';

const PIECES = 2_000;
const TEXTS = 200;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

function grow(): string {
  let text = '';
  for (let piece = 0; piece < PIECES; piece++) text += 'word';
  return text;
}

/** The heap that a text of 8 KB takes. */
function measureHeapBytes(make: () => string): number {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const texts = Array.from({ length: TEXTS }, make);
  collectGarbage();
  const bytes = (process.memoryUsage().heapUsed - before) / TEXTS;

  assert.equal(texts.at(-1)?.length, PIECES * 4);
  return bytes;
}

describe('flattenText', () => {
  test('keeps the text', () => {
    assert.equal(flattenText(grow()), 'word'.repeat(PIECES));
    assert.equal(flattenText(''), '');
  });

  test('frees the pieces of a text', () => {
    const inPieces = measureHeapBytes(grow);
    const flat = measureHeapBytes(() => flattenText(grow()));

    assert.ok(flat < PIECES * 4 * 1.5, `${flat} bytes`);
    assert.ok(inPieces > 3 * flat, `${inPieces} bytes in pieces, and ${flat} in one`);
  });
});
