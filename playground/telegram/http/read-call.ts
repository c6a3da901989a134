import type { IncomingMessage } from 'node:http';
import { readBounded } from '../../../src/lib/read-bounded.ts';
import { ApiError, badRequest } from '../api-error.ts';
import { type MultipartPart, readMultipart } from './multipart.ts';

/** The parameters and files of a call. */
export interface ReceivedCall {
  /** All values are strings, as on the real server: JSON values are in their text form. */
  readonly params: ReadonlyMap<string, string>;
  /** By the names of their parts. */
  readonly files: ReadonlyMap<string, MultipartPart>;
}

/**
 * Reads the parameters from the query and from the body, which can be JSON, a multipart form or a
 * URL encoded form.
 *
 * @throws An `ApiError` when the body cannot be read.
 */
export async function readCall(
  request: IncomingMessage,
  query: URLSearchParams,
  uploadBytes: number,
): Promise<ReceivedCall> {
  const params = new Map(query);
  const files = new Map<string, MultipartPart>();
  const body = await readBounded(
    request,
    uploadBytes,
    () => new ApiError(413, 'Request Entity Too Large'),
  );
  const type = request.headers['content-type'] ?? '';
  if (body.length === 0) return { params, files };

  if (/^application\/json/i.test(type)) readJson(body, params);
  else if (/^multipart\/form-data/i.test(type)) readParts(body, type, params, files);
  else for (const [name, value] of new URLSearchParams(body.toString())) params.set(name, value);
  if (![...params.values()].every((value) => value.isWellFormed()))
    throw badRequest('strings must be encoded in UTF-8');
  return { params, files };
}

function readJson(body: Buffer, params: Map<string, string>): void {
  const value = parseJson(body.toString());
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest("can't parse request parameters: expected an Object");
  }
  for (const [name, parameter] of Object.entries(value)) {
    if (parameter === null) continue;
    params.set(name, typeof parameter === 'string' ? parameter : JSON.stringify(parameter));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("can't parse request parameters: invalid JSON");
  }
}

function readParts(
  body: Buffer,
  type: string,
  params: Map<string, string>,
  files: Map<string, MultipartPart>,
): void {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type) ?? [];
  const boundary = quoted ?? plain;
  const parts = boundary === undefined ? undefined : readMultipart(body, boundary);
  if (!parts) throw badRequest("can't parse multipart form data");
  for (const part of parts) {
    if (part.filename === undefined) params.set(part.name, part.bytes.toString());
    else files.set(part.name, part);
  }
}
