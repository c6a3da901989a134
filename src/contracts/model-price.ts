/** The price of a million tokens in US dollars. */
export interface TokenPrice {
  readonly input: number;
  readonly output: number;
  /** For tokens of the prompt that the service had kept. Absent: as `input`. */
  readonly cachedInput?: number;
  /** For tokens of the prompt that the service keeps from now on. Absent: as `input`. */
  readonly cacheWriteInput?: number;
}

/** The price of a model in US dollars: for a million tokens, unless the name says otherwise. */
export interface ModelPrice extends TokenPrice {
  /** For each picture, where pictures are not counted as tokens. */
  readonly perImage?: number;
  /** For each minute of sound, where sound is not counted as tokens. */
  readonly perAudioMinute?: number;
  /** For each request. */
  readonly perRequest?: number;
  /** Replaces the prices of tokens where the prompt is longer. Absent: long prompts cost the same. */
  readonly longPrompt?: TokenPrice & { readonly aboveTokens: number };
}
