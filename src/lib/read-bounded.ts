/**
 * Reads a body of at most `maxBytes` into memory.
 *
 * @throws The error that `onTooLarge` creates, as soon as
 * more than `maxBytes` have come. The error of the body.
 */
export async function readBounded(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
  onTooLarge: () => Error,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;

  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw onTooLarge();
    chunks.push(chunk);
  }

  return Buffer.concat(chunks);
}

/**
 * Reads the first `maxBytes` of a body, or less if the body ends or fails before. Never rejects.
 */
export async function readBeginning(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;

  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes >= maxBytes) break;
    }
  } catch {
    // The body only explains an error that the caller already has.
  }

  return Buffer.concat(chunks).subarray(0, maxBytes);
}
