/** The price of a model in US dollars: for a million tokens, unless the name says otherwise. */
export interface ModelPrice {
  readonly input: number;
  readonly output: number;
  /** For tokens of the prompt that the service had kept. Absent: as `input`. */
  readonly cachedInput?: number;
  /** For each picture, where pictures are not counted as tokens. */
  readonly perImage?: number;
  /** For each minute of sound, where sound is not counted as tokens. */
  readonly perAudioMinute?: number;
  /** For each request. */
  readonly perRequest?: number;
}
