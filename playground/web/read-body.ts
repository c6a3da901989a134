import type { IncomingMessage } from 'node:http';
import { readWholeBody } from '../read-whole-body.ts';
import { RequestError } from './request-error.ts';

/** A file of 8 MB in base64, and a message around it. */
const MAX_BYTES = 12 * 1024 * 1024;

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
  if (bytes === undefined)
    throw new RequestError(413, 'That is too large: files can have up to 8 MB.');

  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new RequestError(400, 'The body is not JSON.');
  }
}
