/** The numbers of a refusal, in the tokens of the model. */
interface RefusalNumbers {
  /** The most tokens that the model takes. */
  readonly tokenLimit?: number | undefined;
  /** The tokens that it counted. */
  readonly requestTokens?: number | undefined;
}

/** The answer needs room too: a quarter of the limit, but at most this much. */
const LONGEST_ANSWER_TOKENS = 4_096;
/** The estimate is not equally good for all texts. */
const MARGIN = 0.95;
/** A prompt that is hardly shorter would be refused too. */
const LARGEST_SHARE = 0.9;

/**
 * The estimated tokens that a prompt may have after a prompt with `refusedTokens` estimated tokens
 * was too long. Without numbers, half of it.
 */
export function limitAfterRefusal(
  refusedTokens: number,
  { tokenLimit = 0, requestTokens = 0 }: RefusalNumbers,
): number {
  const half = refusedTokens / 2;
  if (tokenLimit <= 0) return Math.floor(half);

  const promptTokens = (tokenLimit - Math.min(LONGEST_ANSWER_TOKENS, tokenLimit / 4)) * MARGIN;
  const scaled =
    requestTokens > tokenLimit ? (refusedTokens / requestTokens) * promptTokens : promptTokens;
  // An estimate below the limit was wrong, and says nothing about the next one.
  const limit = scaled < refusedTokens * LARGEST_SHARE ? scaled : half;
  return Math.floor(limit);
}
