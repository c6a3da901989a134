import type { IncomingMessage } from 'node:http';
import { readWholeBody } from '../read-whole-body.ts';
import { RequestError } from './request-error.ts';

/** The longest text in JSON, and what stands around it. Files come in requests of their own. */
const MAX_BYTES = 1 << 20;

/**
 * Reads the JSON body of a request.
 *
 * @throws A `RequestError` when the body is not JSON or is too large.
 */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  // A form on another site can send only other types, unless the browser asks this server first.
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    throw new RequestError(415, 'Send application/json.');
  }

  const bytes = await readWholeBody(request, MAX_BYTES);
  if (bytes === undefined) throw new RequestError(413, 'That message is too large.');

  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new RequestError(400, 'The body is not JSON.');
  }
}
