/** Why a back end did not answer: the closed set that decides what helps. */
export type ProviderErrorKind =
  | 'auth'
  | 'permission'
  | 'payment'
  | 'not_found'
  | 'bad_request'
  | 'context_length'
  | 'content_filter'
  | 'too_large'
  | 'rate_limit'
  | 'overloaded'
  | 'server'
  | 'connect'
  | 'timeout_first'
  | 'timeout_idle'
  | 'timeout_total'
  | 'truncated'
  | 'empty'
  | 'protocol'
  | 'canceled';

/** What a provider tells of a model. Absent: it does not say. */
export interface ModelInfo {
  /** The provider's own id, without the provider's name. */
  readonly id: string;
  /** Tokens that question, history and answer may have together. */
  readonly contextWindow?: number;
  readonly images?: boolean;
  readonly reasoning?: boolean;
  /** US dollars for a million tokens. */
  readonly price?: { readonly input: number; readonly output: number };
  /** Sampling parameters that it takes, with their ranges; one that is not named is not sent. Absent: all, as they are. */
  readonly parameters?: ParameterRanges;
}

/** How an answer is drawn. What a back end does not know is left out of its request. */
export interface SamplingParameters {
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly typicalP?: number;
  readonly repetitionPenalty?: number;
  readonly presencePenalty?: number;
  readonly frequencyPenalty?: number;
  readonly maxOutputTokens?: number;
  readonly stop?: readonly string[];
  readonly seed?: number;
  readonly reasoningEffort?: 'none' | 'low' | 'medium' | 'high';
}

export type ParameterRanges = {
  readonly [Name in keyof SamplingParameters]?: {
    readonly min?: number;
    readonly max?: number;
    readonly default?: number;
  };
};

export interface PromptMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
  /** Only with `user`. A back end that cannot see is sent the text alone. */
  readonly images?: readonly PromptImage[];
}

export interface PromptImage {
  /** `image/png`, `image/jpeg`, `image/webp` or `image/gif`. */
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/** How long one answer may take, in milliseconds; what is left out is up to the provider. Only content is a sign of life, not comments and pings. */
export interface AnswerLimits {
  /** Until the headers of the response. */
  readonly headersMs?: number;
  /** Until the first content; from the request, as all but `idleMs`. */
  readonly firstContentMs?: number;
  /** Between two contents. */
  readonly idleMs?: number;
  readonly totalMs?: number;
}

export interface ChatRequest {
  readonly model: string;
  readonly system?: string;
  /** Oldest first; the last one is the user's. */
  readonly messages: readonly PromptMessage[];
  readonly parameters?: SamplingParameters;
  readonly limits?: AnswerLimits;
}

/** Consumers ignore types they do not know: tool calls and citations will come. */
export type ProviderEvent =
  /** The back end took the request: its headers came, and nothing of the answer yet. At most once, and first. */
  | { readonly type: 'accepted' }
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'reasoning-delta'; readonly text: string }
  | { readonly type: 'usage'; readonly inputTokens: number; readonly outputTokens: number }
  /** Exactly once, at the protocol's terminal evidence. `usage` may follow it. `raw` is the back end's own word. */
  | {
      readonly type: 'end';
      readonly reason: 'stop' | 'length' | 'filter' | 'other';
      readonly raw?: string;
    };

/**
 * Speaks one back end's wire protocol. Never retries, never falls back, never logs.
 *
 * Every failure is a thrown `ProviderError`. An abort ends the stream quietly, without `end`. Bytes that stop without
 * terminal evidence are a `ProviderError` of kind `truncated`. Leaving the loop early frees the connection.
 */
export interface Provider {
  /** Several may have one name: they are the same back end under different keys. */
  readonly name: string;
  /** Which of several keys it uses, and never the key itself: `key 1`. */
  readonly keyAlias?: string;
  /** Answers that it can give at once. Absent: as many as are asked. */
  readonly concurrency?: number;
  /** Whether all of those answers are under way, so that the next request has to wait. Absent: never busy. */
  isBusy?(): boolean;
  models(signal: AbortSignal): Promise<readonly ModelInfo[]>;
  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ProviderEvent>;
}
