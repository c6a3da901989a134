import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { readChunks } from '../../../../src/providers/wire/exchange/read-chunks.ts';

function open() {
  const stream = new Readable({ read() {} });
  return { stream, chunks: readChunks(stream)[Symbol.asyncIterator]() };
}

async function readText(chunks: AsyncIterator<Uint8Array>): Promise<string | undefined> {
  const { done, value } = await chunks.next();
  return done ? undefined : Buffer.from(value).toString();
}

describe('readChunks', () => {
  test('gives each chunk when it comes, and at once all that wait', async () => {
    const { stream, chunks } = open();
    const first = readText(chunks);
    stream.push('a');
    assert.equal(await first, 'a');

    stream.push('b');
    stream.push('c');
    await nextTurn();
    assert.equal(await readText(chunks), 'bc');

    const end = readText(chunks);
    stream.push(null);
    assert.equal(await end, undefined);
  });

  test('gives what came before a failure, and then the failure', async () => {
    const { stream, chunks } = open();
    stream.push('a');
    await nextTurn();
    stream.destroy(new Error('reset'));
    await nextTurn();

    assert.equal(await readText(chunks), 'a');
    await assert.rejects(chunks.next(), /reset/);
    await assert.rejects(chunks.next(), /reset/);
  });

  test('fails when the stream is closed before its end', async () => {
    const { stream, chunks } = open();
    const end = chunks.next();
    stream.destroy();
    await assert.rejects(end, /closed before its end/);
  });

  test('holds the stream back while the reader is slow', async () => {
    const PIECE = Buffer.alloc(16 * 1024);
    const PIECES = 1_000;
    let pushed = 0;
    const stream = new Readable({
      read() {
        pushed += 1;
        this.push(pushed > PIECES ? null : PIECE);
      },
    });
    const chunks = readChunks(stream)[Symbol.asyncIterator]();
    for (let turn = 0; turn < 100; turn++) await nextTurn();
    assert.ok(pushed < 20, `${pushed} pieces are in memory`);

    let bytes = 0;
    for (let step = await chunks.next(); !step.done; step = await chunks.next()) {
      bytes += step.value.byteLength;
    }
    assert.equal(bytes, PIECES * PIECE.byteLength);
  });

  test('destroys the stream when the reader leaves', async () => {
    const { stream, chunks } = open();
    await chunks.return?.();
    assert.equal(stream.destroyed, true);
  });
});
