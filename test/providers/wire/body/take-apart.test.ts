import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isCutOff, takeApart } from '../../../../src/providers/wire/body/take-apart.ts';

const rows: readonly (readonly [frame: string, parts: readonly string[]])[] = [
  ['{"a":1}', ['{"a":1}']],
  ['{"a":1}{"b":2}', ['{"a":1}', '{"b":2}']],
  ['{"a":1} data: {"b":2}data:[DONE]', ['{"a":1}', '{"b":2}', '[DONE]']],
  ['data: data:data: {"a":1}', ['{"a":1}']],
  ['[{"a":1},\n{"b":2},\n]', ['{"a":1}', '{"b":2}']],
  ['\ufeff{"a":"}{"}', ['{"a":"}{"}']],
  ['{"a":\n{"b":"\\"}"}}', ['{"a":\n{"b":"\\"}"}}']],
  // The first object is cut off in a string, at its end, and inside of another one.
  ['{"a":"b\n{"c":1}', ['{"a":"b', '{"c":1}']],
  ['{"a":[1,\n{"c":1}\n{"d":1}', ['{"a":[1,', '{"c":1}', '{"d":1}']],
  ['{"id":"x","delta":{"role":"adata: {"c":1}', ['{"id":"x","delta":{"role":"a', '{"c":1}']],
  // A JSON string around the frame.
  [JSON.stringify('{"a":1}'), ['{"a":1}']],
  ['oops', ['oops']],
  ['{"a":1} metadata: x', ['{"a":1}', 'metadata: x']],
  [': PROCESSING', []],
  ['OPENROUTER PROCESSING', []],
  ['event: ping', []],
  ['ping', []],
  ['[PING]', []],
  ['"keep-alive"', []],
  ['null', []],
  ['""', []],
];

it('takeApart finds each object and each word between them, and leaves keep-alives out', () => {
  for (const [frame, parts] of rows) assert.deepEqual(takeApart(frame), parts, frame);
});

it('takeApart reads each character of a hostile frame only a few times', () => {
  const size = 50_000;
  for (const piece of ['{', '{"', '{\n', '"', '\\', '[{"a":', 'data: {', '{"a":\n', '\n']) {
    const frame = piece.repeat(size);
    const parts = takeApart(frame).join('');
    assert.ok(parts.length <= 2 * frame.length, JSON.stringify(piece));
  }
});

it('isCutOff tells half a frame from a whole one and from plain words', () => {
  for (const frame of ['{"a":', ' [1,', '"a']) assert.ok(isCutOff(frame), frame);
  for (const frame of ['{"a":1}', '[DONE]', 'oops', '']) assert.ok(!isCutOff(frame), frame);
});
