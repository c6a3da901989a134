import type { Attempt } from '../contracts/attempt.ts';
import type { CostWriter } from './cost-in.ts';

/** The facts of one attempt, in one language. */
interface AttemptWords {
  readonly headers: (ms: number) => string;
  readonly firstWords: (ms: number) => string;
  readonly end: (ms: number) => string;
  /** `cached`: the part of the tokens that the service had kept. 0: none. `about`: empty, or the sign of an estimate. */
  readonly tokensIn: (tokens: number, cached: number, about: string) => string;
  readonly tokensOut: (tokens: number, about: string) => string;
  readonly cost: CostWriter;
}

type AttemptFacts = Omit<Attempt, 'provider' | 'model' | 'keyAlias' | 'outcome'>;

/** Gives the function that lists what is known about an attempt, in the order in which it happened. */
export function attemptFactsIn(words: AttemptWords): (attempt: AttemptFacts) => readonly string[] {
  return (attempt) => {
    const { headersMs, firstContentMs, endMs } = attempt;
    return [
      headersMs === undefined ? [] : words.headers(headersMs),
      firstContentMs === undefined ? [] : words.firstWords(firstContentMs),
      words.end(endMs),
      ...listAmounts(attempt, words),
    ].flat();
  };
}

function listAmounts(attempt: AttemptFacts, words: AttemptWords): readonly string[] {
  const { inputTokens, outputTokens, cachedInputTokens = 0, usd } = attempt;
  const isEstimated = attempt.isEstimated ?? false;
  // Servers that count nothing report zeros.
  if (!inputTokens && !outputTokens) return usd ? [words.cost(usd, isEstimated)] : [];

  const about = isEstimated ? '≈ ' : '';
  return [
    inputTokens === undefined ? [] : words.tokensIn(inputTokens, cachedInputTokens, about),
    outputTokens === undefined ? [] : words.tokensOut(outputTokens, about),
    usd === undefined ? [] : words.cost(usd, isEstimated),
  ].flat();
}
