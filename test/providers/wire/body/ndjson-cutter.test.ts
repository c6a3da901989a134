import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { createNdjsonCutter } from '../../../../src/providers/wire/body/ndjson-cutter.ts';
import { WireFault } from '../../../../src/providers/wire/wire-fault.ts';
import { cutAt } from '../../faults/cut-at.ts';
import { cutBody } from './cut-body.ts';

function read(...chunks: readonly (string | Uint8Array)[]): readonly string[] {
  return cutBody(createNdjsonCutter(), chunks).batches.flat();
}

it('createNdjsonCutter reads lines with any line end, and skips empty lines and a byte order mark', () => {
  for (const end of ['\n', '\r\n', '\r']) {
    assert.deepEqual(read(['\uFEFF{"a":1}', '', '"b"', ' ', '3', ''].join(end)), [
      '{"a":1}',
      '"b"',
      '3',
    ]);
  }
  assert.deepEqual(read(), []);
});

it('createNdjsonCutter accepts a last line without its line end when the line is complete', () => {
  assert.deepEqual(read('{"a":1}\n{"b":2}'), ['{"a":1}', '{"b":2}']);

  const cutOff = cutBody(createNdjsonCutter(), ['{"a":1}\n{"b":']);
  assert.deepEqual(cutOff, { batches: [['{"a":1}'], []], isCutOff: true });
});

it('createNdjsonCutter throws a fault for a web page and for an endless line', () => {
  assert.throws(() => read('\n<!DOC', 'TYPE html>'), WireFault);
  assert.throws(
    () => read('{', ...Array.from({ length: 80 }, () => 'x'.repeat(64 * 1024))),
    WireFault,
  );
});

it('createNdjsonCutter gives the same lines for the same bytes in other chunks', () => {
  const bytes = Buffer.from(
    '{"text":"naïve 👩‍👩‍👧‍👦 你好"}\r\n\r\n{"é":"\\n"}\n1\n\n{"last":true}',
  );
  const whole = read(bytes);
  assert.equal(whole.length, 4);
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 40 }), (positions) => {
      assert.deepEqual(read(...cutAt(bytes, positions)), whole);
    }),
  );
});
