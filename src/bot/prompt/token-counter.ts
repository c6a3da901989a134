import type { PromptMessage } from '../../contracts/provider.ts';
import type { RoutedModel } from '../../contracts/router.ts';
import { countAudioTokens, countImageTokens } from '../../lib/count-image-tokens.ts';
import { estimateTokens } from '../../lib/estimate-tokens.ts';

/** Counts what a model reads, in the tokens of `estimateTokens`. */
export interface TokenCounter {
  /** The tokens that a prompt may have, beside room for its answer. */
  readonly promptTokens: number;
  text(text: string): number;
  messages(messages: readonly PromptMessage[]): number;
}

/**
 * For models whose provider does not report a window, as OpenAI. A document of the usual size fits. Nearly
 * all present models have this much; the others refuse the prompt, and get a shorter one.
 */
const ASSUMED_WINDOW_TOKENS = 32_768;
/** Reserved for an answer without a configured limit, but never more than a quarter of the window. */
const ANSWER_TOKENS = 4_096;

/** Creates a counter for a model. `undefined`: nothing is known about it. */
export function createTokenCounter(model: RoutedModel | undefined): TokenCounter {
  const { contextWindow = ASSUMED_WINDOW_TOKENS, tokensPerEstimate = 1 } = model ?? {};
  const { maxPromptTokens = Infinity, maxAnswerTokens, imageTokens } = model ?? {};
  // A limit near the whole window would leave nothing for the question.
  const answerTokens =
    maxAnswerTokens === undefined
      ? Math.min(ANSWER_TOKENS, contextWindow / 4)
      : Math.min(maxAnswerTokens, contextWindow / 2);
  // Pictures are counted in the model's tokens. Limits that were learnt count them unchanged.
  const mediaFactor = Math.max(1, 1 / tokensPerEstimate);

  const countMedia = ({ images = [], audio = [] }: PromptMessage) => {
    const counts = [
      ...images.map((image) => countImageTokens(image, imageTokens)),
      ...audio.map(countAudioTokens),
    ];
    return counts.reduce((sum, tokens) => sum + tokens, 0) * mediaFactor;
  };

  return {
    promptTokens: Math.min((contextWindow - answerTokens) / tokensPerEstimate, maxPromptTokens),
    text: (text) => estimateTokens([text]),
    messages: (messages) =>
      messages.reduce((sum, message) => sum + countMedia(message), 0) +
      estimateTokens(messages.map(({ text }) => text)),
  };
}
