import { readFileSync } from 'node:fs';

/**
 * Reads a text file. Editors and shells of Windows write a mark at its beginning, which is no part of the text, and
 * PowerShell writes UTF-16.
 */
export function readUnicodeFile(path: string): string {
  const bytes = readFileSync(path);
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}
