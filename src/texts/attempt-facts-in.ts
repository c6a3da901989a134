import type { Attempt } from '../contracts/attempt.ts';

/** The facts of one attempt, in one language. */
interface AttemptWords {
  readonly headers: (ms: number) => string;
  readonly firstWords: (ms: number) => string;
  readonly end: (ms: number) => string;
  /** `cached`: the part of the tokens that the service had kept. 0: none. */
  readonly tokensIn: (tokens: number, cached: number) => string;
  readonly tokensOut: (tokens: number) => string;
}

type AttemptFacts = Omit<Attempt, 'provider' | 'model' | 'keyAlias' | 'outcome'>;

/** Gives the function that lists what is known about an attempt, in the order in which it happened. */
export function attemptFactsIn(words: AttemptWords): (attempt: AttemptFacts) => readonly string[] {
  return ({ headersMs, firstContentMs, endMs, inputTokens, outputTokens, ...attempt }) => {
    const { cachedInputTokens = 0 } = attempt;
    // Servers that count nothing report zeros.
    const isCounted = Boolean(inputTokens || outputTokens);

    return [
      headersMs === undefined ? [] : words.headers(headersMs),
      firstContentMs === undefined ? [] : words.firstWords(firstContentMs),
      words.end(endMs),
      isCounted && inputTokens !== undefined ? words.tokensIn(inputTokens, cachedInputTokens) : [],
      isCounted && outputTokens !== undefined ? words.tokensOut(outputTokens) : [],
    ].flat();
  };
}
