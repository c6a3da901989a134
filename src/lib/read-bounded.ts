/**
 * Reads a body into memory, up to `maxBytes`.
 *
 * @throws What `onTooLarge` gives, as soon as more than `maxBytes` came; and what the body throws.
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

/** The beginning of a body, at most `maxBytes` of it. What came before the body failed is enough. */
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
    // The caller has an error already, which this body only explains.
  }

  return Buffer.concat(chunks).subarray(0, maxBytes);
}
