/**
 * Reads a request's body to its end, but keeps at most `maxBytes` of it. Returns `undefined` if the
 * body is larger. A server that answers before it has read the whole body closes the connection,
 * and the client never sees the answer.
 */
export async function readWholeBody(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;

  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
  }

  return bytes > maxBytes ? undefined : Buffer.concat(chunks);
}
