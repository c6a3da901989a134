import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { readNdjson } from '../../../../src/providers/wire/body/read-ndjson.ts';
import { WireFault } from '../../../../src/providers/wire/wire-fault.ts';
import { cutAt } from '../../faults/cut-at.ts';

async function read(...chunks: readonly (string | Uint8Array)[]): Promise<string[]> {
  async function* body() {
    for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  }
  return (await Array.fromAsync(readNdjson(body()))).flat();
}

it('readNdjson reads lines with any line end, and skips empty lines and a byte order mark', async () => {
  for (const end of ['\n', '\r\n', '\r']) {
    assert.deepEqual(await read(['\uFEFF{"a":1}', '', '"b"', ' ', '3', ''].join(end)), [
      '{"a":1}',
      '"b"',
      '3',
    ]);
  }
  assert.deepEqual(await read(), []);
});

it('readNdjson accepts a last line without its line end when the line is complete', async () => {
  assert.deepEqual(await read('{"a":1}\n{"b":2}'), ['{"a":1}', '{"b":2}']);
  await assert.rejects(read('{"a":1}\n{"b":'), /cut off/);
});

it('readNdjson throws a fault for a web page and for an endless line', async () => {
  await assert.rejects(read('\n<!DOC', 'TYPE html>'), WireFault);
  await assert.rejects(
    read('{', ...Array.from({ length: 80 }, () => 'x'.repeat(64 * 1024))),
    WireFault,
  );
});

it('readNdjson gives the same lines for the same bytes in other chunks', async () => {
  const bytes = Buffer.from(
    '{"text":"naïve 👩‍👩‍👧‍👦 你好"}\r\n\r\n{"é":"\\n"}\n1\n\n{"last":true}',
  );
  const whole = await read(bytes);
  assert.equal(whole.length, 4);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { maxLength: 40 }), async (positions) => {
      assert.deepEqual(await read(...cutAt(bytes, positions)), whole);
    }),
  );
});
