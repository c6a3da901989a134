import type { Files } from '../contracts/files.ts';
import type { PromptImage } from '../contracts/provider.ts';

/** Phones show it sharp, and both networks take it. */
const LIMITS = { characters: 0, images: { maxEdge: 960, maxBytes: 2 ** 20, maxImages: 1 } };
/** A person waits for the words that come with it. */
const TIMEOUT_MS = 10_000;

/**
 * Makes a picture of an SVG, as of one that people send: in a reader process, within its limits. `undefined`: there
 * are too many files, or it takes too long.
 */
export async function drawPicture(
  files: Pick<Files, 'read'>,
  svg: string,
): Promise<PromptImage | undefined> {
  const file = { name: 'drawing.svg', mime: 'image/svg+xml', bytes: Buffer.from(svg) };
  const content = await files.read(file, LIMITS, AbortSignal.timeout(TIMEOUT_MS));
  return content.kind === 'images' ? content.images[0] : undefined;
}
