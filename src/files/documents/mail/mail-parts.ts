import { decodeHeader, decodeTransfer } from './decode-header.ts';

/** A part of a mail: a text, a file, or the whole. */
export interface MailPart {
  /** By lower-case names; of repeated ones the first. */
  readonly headers: ReadonlyMap<string, string>;
  /** In lower case: `text/plain`. */
  readonly type: string;
  readonly charset: string | undefined;
  /** The name of a file; empty for a part of the message. */
  readonly fileName: string;
  readonly isAttachment: boolean;
  readonly parts: readonly MailPart[];
  bytes(): Uint8Array;
}

const MAX_DEPTH = 20;
const MAX_PARTS = 500;
const MAX_HEADERS = 500;
const MAX_HEADER_CHARACTERS = 100_000;

/** Reads a mail (RFC 5322, RFC 2046). `source` has one character for each byte, and plain line ends. */
export function readMailPart(source: string, depth = 0, count = { parts: 0 }): MailPart {
  const headerEnd = source.startsWith('\n') ? 0 : source.indexOf('\n\n');
  const headers = readHeaders(headerEnd === -1 ? source : source.slice(0, headerEnd));
  const body = headerEnd === -1 ? '' : source.slice(headerEnd).replace(/^\n{1,2}/, '');
  const contentType = headers.get('content-type') ?? '';
  const disposition = headers.get('content-disposition') ?? '';
  const type = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase() || 'text/plain';
  const boundary = type.startsWith('multipart/') ? parameterOf(contentType, 'boundary') : undefined;

  count.parts += 1;
  return {
    headers,
    type,
    charset: parameterOf(contentType, 'charset'),
    fileName: decodeHeader(
      parameterOf(disposition, 'filename') ?? parameterOf(contentType, 'name') ?? '',
    ),
    isAttachment: /^\s*attachment/i.test(disposition),
    parts: boundary && depth < MAX_DEPTH ? splitParts(body, boundary, depth, count) : [],
    bytes: () => decodeTransfer(body, headers.get('content-transfer-encoding') ?? ''),
  };
}

function splitParts(
  body: string,
  boundary: string,
  depth: number,
  count: { parts: number },
): MailPart[] {
  const parts: MailPart[] = [];
  const mark = `\n--${boundary}`;
  const text = `\n${body}`;
  let start = text.indexOf(mark);

  while (start !== -1 && count.parts < MAX_PARTS) {
    const contentStart = text.indexOf('\n', start + mark.length);
    const isLast = text.startsWith('--', start + mark.length) || contentStart === -1;
    if (isLast) break;
    const end = text.indexOf(mark, contentStart);
    const content = text.slice(contentStart + 1, end === -1 ? undefined : end);
    parts.push(readMailPart(content, depth + 1, count));
    start = end;
  }
  return parts;
}

function readHeaders(text: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of text
    .slice(0, MAX_HEADER_CHARACTERS)
    .replace(/\n[ \t]+/g, ' ')
    .split('\n')
    .slice(0, MAX_HEADERS)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (name && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return headers;
}

/** A parameter of a header, also with a charset and in pieces (RFC 2231): `filename*0*=utf-8''a%20b`. */
function parameterOf(header: string, name: string): string | undefined {
  const pattern = new RegExp(`;\\s*${name}(\\*\\d{0,2})?(\\*)?\\s*=\\s*("[^"]*"|[^;\\s]*)`, 'gi');
  const values = [...header.slice(0, 4_000).matchAll(pattern)].map(
    ([, index, star, value = '']) => ({
      isEncoded: index === '*' || star === '*',
      text: value.replace(/^"|"$/g, ''),
    }),
  );
  if (values.length === 0) return undefined;
  return values.map(({ text, isEncoded }) => (isEncoded ? decodePercent(text) : text)).join('');
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text.replace(/^[\w-]*'[\w-]*'/, ''));
  } catch {
    return text;
  }
}
