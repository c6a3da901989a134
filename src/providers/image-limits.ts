import type { ImageLimits } from '../contracts/files.ts';

/** More pictures from one file fill the window. */
const MAX_IMAGES = 8;
/** Anthropic counts 5 MB of Base64, and no service takes less (docs.anthropic.com, Vision; litellm #18115). */
const MAX_BYTES = 3_700_000;

/** The longer side, in pixels, beyond which the vendors shrink a picture themselves, by the names of their models. */
const EDGES: readonly (readonly [model: RegExp, maxEdge: number])[] = [
  // docs.anthropic.com, Vision: larger pictures only take longer.
  [/claude/i, 1_568],
  // ai.google.dev, Image understanding: tiles of 768 pixels, scaled down to 3072.
  [/gemini/i, 3_072],
  // platform.openai.com, Images and vision: 2048 before the tiles are cut.
  [/^(openai|github|azure)\/|gpt-|\bo[134]\b/i, 2_048],
];
/** What the usual open models see. */
const OTHER_EDGE = 1_568;

/** Gives the pictures that a model takes. Larger ones would cost time and tokens, and show it nothing more. */
export function imageLimitsOf(provider: string, model: string): ImageLimits {
  const name = `${provider}/${model}`;
  const maxEdge = EDGES.find(([pattern]) => pattern.test(name))?.[1] ?? OTHER_EDGE;
  return { maxEdge, maxBytes: MAX_BYTES, maxImages: MAX_IMAGES };
}
