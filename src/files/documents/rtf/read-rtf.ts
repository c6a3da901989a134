import type { DocumentText } from '../document-text.ts';
import { gatherBlocks } from '../text/gather-blocks.ts';
import { createRtfReader } from './rtf-reader.ts';
import { rtfTokens } from './rtf-tokens.ts';

/** A Rich Text document as Markdown. */
export function readRtf(bytes: Uint8Array, limit: number): DocumentText {
  const reader = createRtfReader();
  for (const token of rtfTokens(Buffer.from(bytes).toString('latin1'))) reader.read(token);
  return gatherBlocks(reader.end(), limit);
}

/** Tells whether bytes begin as RTF does. */
export function isRtf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '{\\rtf';
}
