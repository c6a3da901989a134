import type { ImageTokenRule } from '../../contracts/image-token-rule.ts';

/** Anthropic, "Vision": width × height / 750. Its newest models count up to 4,784. */
const ANTHROPIC: ImageTokenRule = { kind: 'area', pixelsPerToken: 750, maxTokens: 4_784 };
/** Google, "Image understanding": 258 for each tile of 768 × 768. */
const GEMINI: ImageTokenRule = { kind: 'tiles', base: 0, perTile: 258, tilePixels: 768 };

/** OpenAI, "Images and vision", calculating costs. */
function tiles(base: number, perTile: number): ImageTokenRule {
  return { kind: 'tiles', base, perTile, tilePixels: 512, maxLongSide: 2_048, maxShortSide: 768 };
}

/** The same page, for its smaller and newer models. */
function patches(factor: number, maxPatches = 1_536): ImageTokenRule {
  return { kind: 'patches', patchPixels: 32, maxPatches, factor };
}

/** By the model's id, also behind a gateway's `openai/`. The first one that fits counts. */
const RULES: readonly (readonly [id: RegExp, rule: ImageTokenRule])[] = [
  [/(^|\/)(?:[\w.]+\.)?claude/, ANTHROPIC],
  [/(^|\/)gemini/, GEMINI],
  [/(^|\/)gpt-4o-mini/, tiles(2_833, 5_667)],
  [/(^|\/)gpt-4\.1-nano/, patches(2.46)],
  [/(^|\/)gpt-4\.1-mini/, patches(1.62)],
  [/(^|\/)(?:chatgpt-4o|gpt-4o|gpt-4\.1|gpt-4\.5|gpt-4-turbo)/, tiles(85, 170)],
  [/(^|\/)gpt-5-nano/, patches(2.46)],
  [/(^|\/)gpt-5-mini/, patches(1.62)],
  [/(^|\/)gpt-5(?:-chat|-\d{4}|$)/, tiles(70, 140)],
  [/(^|\/)o4-mini/, patches(1.72)],
  [/(^|\/)o[13](?:-|$)/, tiles(75, 150)],
  // Later ones keep more of a picture. Rather too high than too low.
  [/(^|\/)gpt-[5-9]/, patches(1.62, 2_500)],
];

/** The rule by which the vendor of a model counts images. `undefined`: it is not known. */
export function imageTokensOf(id: string): ImageTokenRule | undefined {
  const name = id.toLowerCase();
  return RULES.find(([pattern]) => pattern.test(name))?.[1];
}
