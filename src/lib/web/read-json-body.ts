import type { IncomingMessage } from 'node:http';
import { readWholeBody } from './read-whole-body.ts';
import { RequestError } from './request-error.ts';

/** A body that is this many times too large is no mistake: the connection is closed. */
const PATIENCE = 8;

/**
 * Reads the JSON body of a request.
 *
 * @throws A `RequestError` when the body is not JSON or is larger than `maxBytes`.
 */
export async function readJsonBody(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  // A form on another site can send only other types, unless the browser asks this server first.
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    throw new RequestError(415, 'Send application/json.');
  }

  const bytes = await readWholeBody(request, maxBytes, PATIENCE * maxBytes);
  if (bytes === undefined) throw new RequestError(413, 'That is too large.');

  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new RequestError(400, 'The body is not JSON.');
  }
}
