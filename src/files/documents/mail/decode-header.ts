import { decodeAs, decodeText } from '../text/decode-text.ts';

const ENCODED_WORD = /=\?([\w.:-]{1,40})(?:\*[\w-]*)?\?([bq])\?([^?\s]*)\?=/gi;

/** Decodes the body of a part by its transfer encoding (RFC 2045, section 6). `body` has one character for each byte. */
export function decodeTransfer(body: string, encoding: string): Uint8Array {
  const name = encoding.trim().toLowerCase();
  if (name === 'base64') return Buffer.from(body, 'base64');
  if (name === 'quoted-printable')
    return decodeQuotedPrintable(body.replace(/[ \t]*=[ \t]*\n/g, ''));
  return Buffer.from(body, 'latin1');
}

function decodeQuotedPrintable(text: string): Uint8Array {
  const decoded = text.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(decoded, 'latin1');
}

/** Decodes the value of a header: encoded words (RFC 2047), or bytes that should not be there. */
export function decodeHeader(value: string): string {
  // Spaces between two encoded words belong to neither.
  const joined = value.replace(/\?=\s+=\?/g, '?==?');
  const decoded = joined.replace(
    ENCODED_WORD,
    (whole, charset: string, kind: string, text: string) => {
      const bytes =
        kind.toLowerCase() === 'b'
          ? Buffer.from(text, 'base64')
          : decodeQuotedPrintable(text.replaceAll('_', ' '));
      return decodeAs(bytes, charset) ?? whole;
    },
  );
  // Bytes of an old charset look like Latin letters here.
  const isBytes = /[\x80-\xff]/.test(decoded) && !/[^\0-\xff]/.test(decoded) && decoded === joined;
  return isBytes ? (decodeText(Buffer.from(decoded, 'latin1')) ?? decoded) : decoded;
}
