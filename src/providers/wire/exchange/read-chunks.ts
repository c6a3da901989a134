import type { Readable } from 'node:stream';

/** A reader that is this far behind holds the connection back. */
const MAX_WAITING_BYTES = 64 * 1024;

/**
 * Reads a stream: each step gives all bytes that arrived since the step before. A step of the stream's
 * own iterator takes as long as to parse a delta.
 */
export function readChunks(stream: Readable): AsyncIterable<Uint8Array> {
  let chunks: Uint8Array[] = [];
  let waitingBytes = 0;
  let isOver = false;
  let failure: Error | undefined;
  let wakeReader = () => {};

  const end = (error?: Error) => {
    if (!isOver) failure = error;
    isOver = true;
    wakeReader();
  };

  stream.on('data', (chunk: Uint8Array) => {
    chunks.push(chunk);
    waitingBytes += chunk.byteLength;
    if (waitingBytes >= MAX_WAITING_BYTES) stream.pause();
    wakeReader();
  });
  stream.on('error', end);
  stream.on('end', () => end());
  stream.on('close', () => end(new Error('the stream was closed before its end')));

  const takeWaiting = (): Uint8Array => {
    const [first, ...others] = chunks;
    const bytes = first && others.length === 0 ? first : Buffer.concat(chunks);
    chunks = [];
    waitingBytes = 0;
    if (stream.isPaused()) stream.resume();
    return bytes;
  };

  const iterator: AsyncIterator<Uint8Array> = {
    async next() {
      if (chunks.length === 0 && !isOver) {
        await new Promise<void>((resolve) => {
          wakeReader = resolve;
        });
      }

      if (chunks.length > 0) return { done: false, value: takeWaiting() };
      if (failure) throw failure;
      return { done: true, value: undefined };
    },

    async return() {
      stream.destroy();
      return { done: true, value: undefined };
    },
  };

  return { [Symbol.asyncIterator]: () => iterator };
}
