import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readBeginning, readBounded } from '../../src/lib/read-bounded.ts';

async function* bodyOf(...chunks: readonly (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) {
    if (chunk instanceof Error) throw chunk;
    yield Buffer.from(chunk);
  }
}

const tooLarge = () => new Error('too large');

describe('readBounded', () => {
  test('reads a body of the largest allowed size', async () => {
    assert.equal((await readBounded(bodyOf('ab', 'cd'), 4, tooLarge)).toString(), 'abcd');
  });

  test('rejects a larger body before its end', async () => {
    const body = bodyOf('abc', 'de', new Error('was read on'));
    await assert.rejects(readBounded(body, 4, tooLarge), /too large/);
  });
});

describe('readBeginning', () => {
  test('cuts a larger body', async () => {
    assert.equal((await readBeginning(bodyOf('abc', 'def', 'ghi'), 4)).toString(), 'abcd');
  });

  test('gives the bytes that came before the body failed', async () => {
    assert.equal((await readBeginning(bodyOf('ab', new Error('cut')), 4)).toString(), 'ab');
  });
});
