import type { IncomingMessage } from 'node:http';
import { RequestError } from './request-error.ts';

// A file of 8 MB, in base64, and a message around it.
const MAX_BYTES = 12 * 1024 * 1024;

/** The JSON body of a request. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  // A form of another site can only send other types without asking the browser first.
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    throw new RequestError(415, 'Send application/json.');
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    // What is too much is still read: who leaves earlier closes the connection, and the answer is never seen.
    if (bytes <= MAX_BYTES) chunks.push(chunk);
  }
  if (bytes > MAX_BYTES) throw new RequestError(413, 'That is too large: files can have 8 MB.');
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new RequestError(400, 'The body is not JSON.');
  }
}
