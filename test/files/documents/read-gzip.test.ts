import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { readGzip } from '../../../src/files/documents/read-gzip.ts';

describe('readGzip', () => {
  test('reads the beginning of a file that is too large, and says so', () => {
    const lines = Array.from({ length: 50_000 }, (_, index) => `line ${index * 7_919}`);
    const file = { name: 'server.log.gz', mime: '', bytes: gzipSync(lines.join('\n')) };
    const budget = { remainingBytes: 300_000, remainingNodes: 10 };
    const document = readGzip(file, budget, ({ name, bytes }) => ({
      text: `${name}: ${Buffer.from(bytes).toString().split('\n', 1)[0]}`,
      language: 'text',
    }));
    assert.deepEqual(document, {
      text: 'server.log: line 0',
      language: 'text',
      cut: 'the file is too large to decompress to its end',
    });
  });
});
