import type { IncomingMessage } from 'node:http';
import { readWholeBody } from '../../../src/lib/web/read-whole-body.ts';
import { ApiError } from '../api-error.ts';
import { describeAttachment } from '../describe-attachment.ts';
import type { Attachment } from '../message.ts';

/**
 * The bound of what is held in memory. Ten files of the default limit of 10 MiB are refused as a
 * whole anyway.
 */
const MAX_BODY_BYTES = 25 << 20;
const MAX_FILE_BYTES = 10 << 20;
const MAX_JSON_DEPTH = 60;

/** The parsed body of a request. */
export interface RequestBody {
  /** `undefined` for an empty body. */
  readonly json: unknown;
  readonly files: readonly Attachment[];
}

/**
 * Reads JSON, or a multipart form with `payload_json` and files.
 *
 * @throws An `ApiError` for anything else.
 */
export async function readBody(
  request: IncomingMessage,
  nextId: () => string,
): Promise<RequestBody> {
  const bytes = await readWholeBody(request, MAX_BODY_BYTES);
  if (bytes === undefined) throw ApiError.tooLarge();

  const type = request.headers['content-type'] ?? '';
  if (bytes.length === 0) return { json: undefined, files: [] };
  if (type.startsWith('multipart/form-data')) return readMultipart(bytes, type, nextId);
  if (type !== '' && !type.startsWith('application/json')) throw wrongContentType();
  return { json: parseJson(bytes.toString()), files: [] };
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (!isDeeperThan(value, MAX_JSON_DEPTH)) return value;
  } catch {
    // Refused below, like JSON that is nested too deeply.
  }
  throw ApiError.invalidJson();
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(inner, levels - 1));
}

async function readMultipart(
  bytes: Buffer,
  type: string,
  nextId: () => string,
): Promise<RequestBody> {
  const body = new Uint8Array(bytes);
  const form = await new Response(body, { headers: { 'content-type': type } })
    .formData()
    .catch(() => undefined);
  if (!form) throw wrongContentType();

  const files: Attachment[] = [];
  for (const [, value] of form) {
    if (typeof value === 'string') continue;
    if (value.size > MAX_FILE_BYTES) throw ApiError.tooLarge();
    const mime = value.type || 'application/octet-stream';
    const bytes = new Uint8Array(await value.arrayBuffer());
    files.push(describeAttachment(nextId(), { name: value.name, mime, bytes }));
  }

  const payload = form.get('payload_json');
  const fields = [...form].filter(([, value]) => typeof value === 'string');
  return {
    json: typeof payload === 'string' ? parseJson(payload) : Object.fromEntries(fields),
    files,
  };
}

function wrongContentType(): ApiError {
  const message = `Expected "Content-Type" header to be one of {'application/json', 'multipart/form-data'}.`;
  return ApiError.invalidForm({ _errors: [{ code: 'CONTENT_TYPE_INVALID', message }] });
}
