import type { DownloadedFile, FileContent } from '../../contracts/files.ts';

/** Reads plain text in UTF-8. The engineer of documents replaces this file. */
export async function readDocument(
  file: DownloadedFile,
  limits: { characters: number },
): Promise<FileContent | undefined> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(file.bytes);
    if (text.includes('\0')) return undefined;
    const cut = text.length > limits.characters ? 'the beginning' : undefined;
    return { kind: 'text', text: text.slice(0, limits.characters), ...(cut && { cut }) };
  } catch {
    return undefined;
  }
}
