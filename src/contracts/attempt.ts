import type { ProviderErrorKind } from './provider.ts';

/**
 * One request to a service: for an answer, a summary or a transcription. Contains no prompt, no answer and no key.
 * Times are milliseconds since it started; a time is absent when it did not get that far.
 */
export interface Attempt {
  readonly provider: string;
  readonly model: string;
  /** Names one of several keys, without showing it. */
  readonly keyAlias?: string;
  /** `answered`: to the end. `stopped`: the caller stopped it. Otherwise the reason why it failed. */
  readonly outcome: 'answered' | 'stopped' | ProviderErrorKind;
  readonly headersMs?: number;
  readonly firstContentMs?: number;
  readonly endMs: number;
  readonly inputTokens?: number;
  /** The part of `inputTokens` that the service had kept, and the part that it keeps from now on. */
  readonly cachedInputTokens?: number;
  readonly cacheWriteInputTokens?: number;
  readonly outputTokens?: number;
  /** The part of `outputTokens` that were thoughts. */
  readonly reasoningTokens?: number;
  /** The pictures and the sound in its prompt. */
  readonly images?: number;
  readonly audioMs?: number;
  /** The tokens are Parley's estimate: the service did not say them. */
  readonly isEstimated?: true;
  /** The cost in US dollars: as the service says, or by the price of the model. Absent: unknown. 0: it used nothing. */
  readonly usd?: number;
}
