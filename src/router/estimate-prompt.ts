import type { ImageTokenRule } from '../contracts/image-token-rule.ts';
import type { ChatRequest } from '../contracts/provider.ts';
import { countAudioTokens, countImageTokens } from '../lib/count-image-tokens.ts';
import { estimateTokens } from '../lib/estimate-tokens.ts';

/** Estimates the tokens of a request. Without `imageTokens`, images count as in most services. */
export function estimatePrompt(
  { system, messages }: Pick<ChatRequest, 'system' | 'messages'>,
  imageTokens?: ImageTokenRule,
): number {
  const texts = messages.map(({ text }) => text);
  const media = messages.flatMap(({ images = [], audio = [] }) => [
    ...images.map((image) => countImageTokens(image, imageTokens)),
    ...audio.map(countAudioTokens),
  ]);
  const mediaTokens = media.reduce((sum, tokens) => sum + tokens, 0);
  return estimateTokens(system ? [system, ...texts] : texts) + mediaTokens;
}
