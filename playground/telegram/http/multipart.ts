export interface FilePart {
  readonly name: string;
  readonly filename?: string;
  readonly mime?: string;
  readonly bytes: Buffer;
}

/**
 * Reads a multipart body. Own code because clients in the wild, grammY among them, send file names without quotes, which
 * strict form-data parsers refuse and the real server takes. `undefined`: not a multipart body.
 */
export function readMultipart(body: Buffer, boundary: string): readonly FilePart[] | undefined {
  const mark = Buffer.from(`--${boundary}`);
  const parts: FilePart[] = [];
  let at = body.indexOf(mark);
  if (at < 0) return undefined;
  for (;;) {
    const start = at + mark.length;
    if (body.subarray(start, start + 2).toString() === '--') return parts;
    const end = body.indexOf(Buffer.concat([Buffer.from('\r\n'), mark]), start);
    if (end < 0) return undefined;
    const part = readPart(body.subarray(start + 2, end));
    if (!part) return undefined;
    parts.push(part);
    at = end + 2;
  }
}

function readPart(part: Buffer): FilePart | undefined {
  const head = part.indexOf('\r\n\r\n');
  if (head < 0) return undefined;
  const headers = part.subarray(0, head).toString();
  const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(headers)?.[1] ?? '';
  const name = parameterOf(disposition, 'name');
  if (name === undefined) return undefined;
  const filename = parameterOf(disposition, 'filename');
  const mime = /^content-type:\s*(\S+)/im.exec(headers)?.[1];
  return {
    name,
    bytes: part.subarray(head + 4),
    ...(filename !== undefined && { filename }),
    ...(mime !== undefined && { mime }),
  };
}

function parameterOf(disposition: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|;)\\s*${name}=(?:"([^"]*)"|([^;]*))`, 'i').exec(disposition);
  return found?.[1] ?? found?.[2]?.trim();
}
