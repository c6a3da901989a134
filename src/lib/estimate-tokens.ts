/** English has about 4 bytes per token, Chinese 2 to 3. The estimate is rather too high than too low. */
export const BYTES_PER_TOKEN = 3;
/** The tokens around each message: its role and its end. */
export const TOKENS_PER_MESSAGE = 6;

/** Estimates the tokens of a prompt from the texts of its messages. */
export function estimateTokens(texts: readonly string[]): number {
  return texts.reduce(
    (sum, text) => sum + Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN) + TOKENS_PER_MESSAGE,
    0,
  );
}
