/** A step in an RTF file. */
export type RtfToken =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  | { readonly kind: 'word'; readonly name: string; readonly value: number | undefined }
  /** A byte in the charset of the font: `\'e4`. */
  | { readonly kind: 'byte'; readonly byte: number }
  | { readonly kind: 'text'; readonly text: string };

const CONTROL_WORD = /\\([a-zA-Z]{1,32})(-?\d{1,10})? ?/y;
const PLAIN_TEXT = /[^\\{}\r\n]+/y;
const MAX_BINARY_BYTES = 100_000_000;

/** Reads RTF (version 1.9.1) step by step. Each character of `source` is one byte. */
export function* rtfTokens(source: string): Generator<RtfToken> {
  let position = 0;
  while (position < source.length) {
    const { token, end } = readToken(source, position);
    if (token) yield token;
    position = end;
    // Binary data follows, which may look like anything.
    const isBinary = token?.kind === 'word' && token.name === 'bin';
    if (isBinary) position += Math.min(Math.max(0, token.value ?? 0), MAX_BINARY_BYTES);
  }
}

function readToken(
  source: string,
  position: number,
): { readonly token?: RtfToken; readonly end: number } {
  const character = source[position];
  if (character === '{') return { token: { kind: 'open' }, end: position + 1 };
  if (character === '}') return { token: { kind: 'close' }, end: position + 1 };
  if (character === '\\') return readControl(source, position);
  if (character === '\r' || character === '\n') return { end: position + 1 };

  PLAIN_TEXT.lastIndex = position;
  const text = PLAIN_TEXT.exec(source)?.[0] ?? character ?? '';
  return { token: { kind: 'text', text }, end: position + text.length };
}

function readControl(
  source: string,
  position: number,
): { readonly token: RtfToken; readonly end: number } {
  CONTROL_WORD.lastIndex = position;
  const [whole, name, digits] = CONTROL_WORD.exec(source) ?? [];
  if (whole !== undefined && name !== undefined) {
    const value = digits === undefined ? undefined : Number(digits);
    return { token: { kind: 'word', name, value }, end: position + whole.length };
  }

  const symbol = source[position + 1] ?? '';
  if (symbol === "'") {
    const byte = Number.parseInt(source.slice(position + 2, position + 4), 16);
    return { token: { kind: 'byte', byte: Number.isNaN(byte) ? 0x20 : byte }, end: position + 4 };
  }
  return { token: { kind: 'word', name: symbol, value: undefined }, end: position + 2 };
}
