/**
 * Reads a request's body to its end, but keeps at most `maxBytes` of it. Returns `undefined` if the
 * body is larger. A server that answers before it has read the whole body closes the connection,
 * and the client never sees the answer. After `mostBytes` the connection is closed all the same.
 */
export async function readWholeBody(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
  mostBytes = Number.POSITIVE_INFINITY,
): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;

  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
    if (bytes > mostBytes) break;
  }

  return bytes > maxBytes ? undefined : Buffer.concat(chunks);
}
