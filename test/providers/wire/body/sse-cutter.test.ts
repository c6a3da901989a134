import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { createSseCutter } from '../../../../src/providers/wire/body/sse-cutter.ts';
import { WireFault } from '../../../../src/providers/wire/wire-fault.ts';
import { cutBody } from './cut-body.ts';

function read(...chunks: readonly (string | Uint8Array)[]): readonly string[] {
  return cutBody(createSseCutter(), chunks).batches.flat();
}

it('createSseCutter reads events with any line ends, spaces, comments and a byte order mark', () => {
  const expected = ['{"a":1}', 'two\nlines', '[DONE]'];
  for (const end of ['\n', '\r\n', '\r']) {
    const lines = [
      '\uFEFF: hello',
      '',
      'event: x',
      'data: {"a":1}',
      '',
      'data:two',
      'data: lines',
      '',
      'id: 3',
      '',
      'data:[DONE]',
      '',
      '',
    ];
    assert.deepEqual(read(lines.join(end)), expected, JSON.stringify(end));
  }
});

it('createSseCutter accepts a last event without its empty line when the event is complete', () => {
  assert.deepEqual(read('data: {"a":1}'), ['{"a":1}']);
  assert.deepEqual(read('data: {"a":1}\n\ndata: {"b":'), ['{"a":1}']);
});

it('createSseCutter takes bare JSON for one event, also in pieces and after white space', () => {
  assert.deepEqual(read('\n\n', ' {"err', 'or":1}\n'), ['{"error":1}']);
  assert.deepEqual(read('[1,', '2]'), ['[1,2]']);
});

it('createSseCutter gives each event as it comes, whatever framing the server has', () => {
  const framings = [
    ['data: {"a":1}\n\n', 'data: {"b":2}\n\n'],
    ['data: {"a":1}\n', 'data: {"b":2}\n'],
    ['event: x\r\ndata: {"a":1}\r\n', 'event: x\r\ndata: {"b":2}\r\n'],
    ['data:\n {"a":1}\n', '\ndata:\n {"b":2}\n'],
    ['{"a":1}\n', '{"b":2}\n'],
    ['[{\n"a":1}\n', ',\n{"b":2}\n]'],
  ];
  for (const chunks of framings) {
    const { batches } = cutBody(createSseCutter(), chunks);
    const counts = batches.map(({ length }) => length);
    assert.deepEqual(counts.slice(0, 2), [1, 1], chunks.join(''));
  }
});

it('createSseCutter reads JSON on several lines of which only the first is marked as data', () => {
  const events = [{ a: [1, { b: 'data: x' }], c: 'd' }, { e: 2 }];
  for (const end of ['\n', '\r\n', '\r']) {
    const sent = events
      .map((event) => `id: 1\ndata: ${JSON.stringify(event, null, 2)}\n\n`)
      .join(': a comment\n\n')
      .replaceAll('\n', end);

    for (const size of [1, 7, sent.length]) {
      const chunks = sent.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      const frames = read(...chunks);
      assert.deepEqual(
        frames.map((frame) => JSON.parse(frame)),
        events,
        `${JSON.stringify(end)} in pieces of ${size}`,
      );
    }
  }
});

it('createSseCutter takes an object apart from the next one only when it is whole', () => {
  assert.deepEqual(read('data: {"a":\n', 'data: {"b":2}\n', 'data: }\n\n'), ['{"a":\n{"b":2}\n}']);
});

it('createSseCutter gives no events for an empty body', () => {
  assert.deepEqual(read(), []);
  assert.deepEqual(read('', '\n \n'), []);
});

it('createSseCutter throws a fault for a web page and for an endless event', () => {
  assert.throws(() => read('\n<!DOC', 'TYPE html>'), WireFault);
  const endless = Array.from({ length: 80 }, () => 'x'.repeat(64 * 1024));
  assert.throws(() => read('data: ', ...endless), WireFault);
  assert.throws(() => read('{', ...endless), WireFault);
  assert.throws(() => read(`data: ${endless.join('')}`), WireFault);
});

it('createSseCutter gives the same events for the same bytes in other chunks', () => {
  const bytes = Buffer.from(
    '\uFEFF: ping\r\n\r\ndata: {"text":"naïve 👩‍👩‍👧‍👦 你好"}\r\n\r\ndata: 1\ndata:2\n\n\rdata: {"é":"\\n"}\r\rdata: [DONE]\n\n',
  );
  const whole = read(bytes);
  assert.equal(whole.length, 4);
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), {
    maxLength: bytes.length,
  });
  fc.assert(
    fc.property(cuts, (positions) => {
      const edges = [0, ...positions.sort((a, b) => a - b), bytes.length];
      const chunks = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
      assert.deepEqual(read(...chunks), whole);
    }),
  );
  assert.deepEqual(read(...Array.from(bytes, (byte) => Uint8Array.of(byte))), whole);
});

it('createSseCutter keeps an event of several lines whole, wherever its chunks end', () => {
  for (const end of ['\n', '\r\n', '\r']) {
    const lines = ['data: {', 'data: "a": {', 'data: "b": 1', 'data: }', 'data: }', '', ''];
    const sent = lines.join(end);

    for (let first = 1; first < sent.length; first++) {
      for (let second = first; second < sent.length; second++) {
        const chunks = [sent.slice(0, first), sent.slice(first, second), sent.slice(second)];
        assert.equal(read(...chunks).length, 1, JSON.stringify(chunks));
      }
    }
  }
});
