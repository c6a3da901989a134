import type { IncomingMessage } from 'node:http';
import { ApiError, badRequest } from '../api-error.ts';
import { type FilePart, readMultipart } from './multipart.ts';

/** What a client asks for. The real server knows nothing but strings: JSON values stand as their JSON text. */
export interface ReceivedCall {
  readonly params: ReadonlyMap<string, string>;
  /** By the name of their part. */
  readonly files: ReadonlyMap<string, FilePart>;
}

/** Reads the parameters from the query and from a body of any of the three types. */
export async function readCall(
  request: IncomingMessage,
  query: URLSearchParams,
  uploadBytes: number,
): Promise<ReceivedCall> {
  const params = new Map(query);
  const files = new Map<string, FilePart>();
  const body = await readBody(request, uploadBytes);
  const type = request.headers['content-type'] ?? '';
  if (body.length === 0) return { params, files };
  if (/^application\/json/i.test(type)) readJson(body, params);
  else if (/^multipart\/form-data/i.test(type)) readParts(body, type, params, files);
  else for (const [name, value] of new URLSearchParams(body.toString())) params.set(name, value);
  if (![...params.values()].every((value) => value.isWellFormed()))
    throw badRequest('strings must be encoded in UTF-8');
  return { params, files };
}

async function readBody(request: IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > most) throw new ApiError(413, 'Request Entity Too Large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function readJson(body: Buffer, params: Map<string, string>): void {
  const value = parseJson(body.toString());
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest("can't parse request parameters: expected an Object");
  }
  for (const [name, one] of Object.entries(value)) {
    if (one !== null) params.set(name, typeof one === 'string' ? one : JSON.stringify(one));
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
  files: Map<string, FilePart>,
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
