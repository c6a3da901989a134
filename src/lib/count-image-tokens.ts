/** The size of an image in pixels, where it is known. */
interface ImageSize {
  readonly width?: number;
  readonly height?: number;
}

/** As `ImageTokenRule` in the contracts. */
type Rule =
  | { readonly kind: 'area'; readonly pixelsPerToken: number; readonly maxTokens?: number }
  | {
      readonly kind: 'tiles';
      readonly base: number;
      readonly perTile: number;
      readonly tilePixels: number;
      readonly maxLongSide?: number;
      readonly maxShortSide?: number;
    }
  | {
      readonly kind: 'patches';
      readonly patchPixels: number;
      readonly maxPatches: number;
      readonly factor: number;
    };

/** More than most services count for the largest image that they keep. */
const UNKNOWN_IMAGE_TOKENS = 2_000;
/** Open models count one token for 28 × 28 pixels, and Anthropic one for 750 pixels. */
const DEFAULT_RULE: Rule = { kind: 'area', pixelsPerToken: 750 };
/** Gemini counts 32 tokens a second (ai.google.dev, audio understanding); other services count fewer. */
const TOKENS_PER_SECOND = 32;
/** A voice message without a length: five minutes of it. */
const UNKNOWN_AUDIO_MS = 5 * 60_000;

/** The tokens of an image, rather too many than too few. */
export function countImageTokens({ width, height }: ImageSize, rule: Rule = DEFAULT_RULE): number {
  if (!width || !height) return UNKNOWN_IMAGE_TOKENS;

  switch (rule.kind) {
    case 'area':
      return Math.min(
        Math.ceil((width * height) / rule.pixelsPerToken),
        rule.maxTokens ?? Infinity,
      );
    case 'tiles':
      return rule.base + rule.perTile * countTiles(width, height, rule);
    case 'patches':
      return Math.ceil(
        Math.min(countSquares(width, height, rule.patchPixels), rule.maxPatches) * rule.factor,
      );
  }
}

/** The tokens of a recording. */
export function countAudioTokens({
  durationMs = UNKNOWN_AUDIO_MS,
}: {
  durationMs?: number;
}): number {
  return Math.ceil((durationMs / 1_000) * TOKENS_PER_SECOND);
}

function countTiles(
  width: number,
  height: number,
  { tilePixels, maxLongSide = Infinity, maxShortSide = Infinity }: Extract<Rule, { kind: 'tiles' }>,
): number {
  const scale = Math.min(
    1,
    maxLongSide / Math.max(width, height),
    maxShortSide / Math.min(width, height),
  );
  return countSquares(Math.round(width * scale), Math.round(height * scale), tilePixels);
}

function countSquares(width: number, height: number, side: number): number {
  return Math.ceil(width / side) * Math.ceil(height / side);
}
