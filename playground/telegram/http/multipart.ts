import { omitUndefined } from '../../../src/lib/omit-undefined.ts';

/** A part of a multipart body: a file if it has a file name, else a field. */
export interface MultipartPart {
  readonly name: string;
  readonly filename?: string;
  readonly mime?: string;
  readonly bytes: Buffer;
}

/**
 * Reads a multipart body. Returns `undefined` if it is not one. This is our own parser because
 * clients, grammY among them, send file names without quotes: the real server accepts those, and
 * strict form-data parsers refuse them.
 */
export function readMultipart(
  body: Buffer,
  boundary: string,
): readonly MultipartPart[] | undefined {
  const delimiter = Buffer.from(`--${boundary}`);
  const parts: MultipartPart[] = [];
  let position = body.indexOf(delimiter);
  if (position < 0) return undefined;

  for (;;) {
    const start = position + delimiter.length;
    if (body.subarray(start, start + 2).toString() === '--') return parts;

    const end = body.indexOf(Buffer.concat([Buffer.from('\r\n'), delimiter]), start);
    if (end < 0) return undefined;
    const part = readPart(body.subarray(start + 2, end));
    if (!part) return undefined;
    parts.push(part);
    position = end + 2;
  }
}

function readPart(part: Buffer): MultipartPart | undefined {
  const headEnd = part.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;

  const headers = part.subarray(0, headEnd).toString();
  const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(headers)?.[1] ?? '';
  const name = readParameter(disposition, 'name');
  if (name === undefined) return undefined;
  const filename = readParameter(disposition, 'filename');
  const mime = /^content-type:\s*(\S+)/im.exec(headers)?.[1];
  return omitUndefined({ name, bytes: part.subarray(headEnd + 4), filename, mime });
}

function readParameter(disposition: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|;)\\s*${name}=(?:"([^"]*)"|([^;]*))`, 'i').exec(disposition);
  return found?.[1] ?? found?.[2]?.trim();
}
