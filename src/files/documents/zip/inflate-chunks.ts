import { Gunzip, Inflate } from 'fflate';
import type { ReadBudget } from '../read-budget.ts';
import { UnreadableError } from '../unreadable-error.ts';

/** A small step bounds what one call can give: deflate grows at most 1,032 times. */
const STEP_BYTES = 16_384;
/** Real documents stay below this ratio. Small ones may exceed it without harm. */
const MAX_RATIO = 500;
const RATIO_APPLIES_FROM_BYTES = 8_000_000;

/**
 * Decompresses step by step and stops as soon as the budget is used up.
 * @throws UnreadableError `too large`, or `damaged`.
 */
export function* inflateChunks(
  bytes: Uint8Array,
  kind: 'deflate' | 'gzip',
  budget: ReadBudget,
): Generator<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const onChunk = (chunk: Uint8Array) => chunks.push(chunk);
  const stream = kind === 'gzip' ? new Gunzip(onChunk) : new Inflate(onChunk);
  let inflated = 0;

  for (let start = 0; start < bytes.length; start += STEP_BYTES) {
    const end = Math.min(bytes.length, start + STEP_BYTES);
    push(stream, bytes.subarray(start, end), end === bytes.length);

    for (const chunk of chunks.splice(0)) {
      inflated += chunk.length;
      budget.remainingBytes -= chunk.length;
      const isBomb = inflated > RATIO_APPLIES_FROM_BYTES && inflated > end * MAX_RATIO;
      if (budget.remainingBytes < 0 || isBomb) throw new UnreadableError('too large');
      yield chunk;
    }
  }
}

function push(stream: Gunzip | Inflate, bytes: Uint8Array, isLast: boolean): void {
  try {
    stream.push(bytes, isLast);
  } catch {
    throw new UnreadableError('damaged');
  }
}

/** Joins chunks into one array. */
export function joinChunks(chunks: Iterable<Uint8Array>): Uint8Array {
  return Buffer.concat([...chunks]);
}
