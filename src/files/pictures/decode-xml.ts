const LITTLE_ENDIAN = [0xff, 0xfe];
const BIG_ENDIAN = [0xfe, 0xff];
/** White space, comments, the declaration, and instructions such as those for style sheets. */
const PROLOG = /^(?:\s+|<!--[\s\S]*?-->|<\?[\s\S]*?\?>)*/;

/** Decodes XML, without comments and the like before its type or its root element, such as a licence. */
export function decodeXml(bytes: Uint8Array): string {
  const startsWith = (mark: readonly number[]) =>
    mark.every((byte, index) => bytes[index] === byte);
  const isUtf16 = startsWith(LITTLE_ENDIAN) || startsWith(BIG_ENDIAN);
  const encoding = startsWith(LITTLE_ENDIAN) ? 'utf-16le' : 'utf-16be';
  const text = new TextDecoder(isUtf16 ? encoding : 'utf-8').decode(bytes);
  return text.slice(PROLOG.exec(text)?.[0].length ?? 0);
}
