/** Tells which words of an error are those of the request. */
export interface QuoteCheck {
  /** The words are somewhere in the request. */
  isPart(words: string): boolean;
  /** The text is a whole text of the request, such as a question. */
  isWhole(text: string): boolean;
}

/** Shorter words are in every prompt. In bytes, since Chinese says much with few characters. */
const MIN_QUOTED_BYTES = 6;

/**
 * Looks words up in the body of a request. An error that repeats the words of a person says nothing
 * with them: a prompt about "invalid api key" is not a wrong key.
 */
export function createQuoteCheck(requestBody = ''): QuoteCheck {
  const request = requestBody.toLowerCase();
  /** As the request writes it: within JSON. */
  const write = (text: string) => JSON.stringify(text.trim().toLowerCase());

  return {
    isPart: (words) =>
      Buffer.byteLength(words.trim()) >= MIN_QUOTED_BYTES &&
      request.includes(write(words).slice(1, -1)),
    isWhole: (text) => request.includes(write(text)),
  };
}
