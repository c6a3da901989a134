/** What a provider tells of a model. Absent: it does not say. */
export interface ModelInfo {
  /** The provider's own id, without the provider's name. */
  readonly id: string;
  /** Tokens that question, history and answer may have together. */
  readonly contextWindow?: number;
  readonly images?: boolean;
  readonly reasoning?: boolean;
}

export interface PromptMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

export interface ChatRequest {
  readonly model: string;
  readonly system?: string;
  /** Oldest first; the last one is the user's. */
  readonly messages: readonly PromptMessage[];
}

/** Consumers ignore types they do not know: tool calls and citations will come. */
export type ProviderEvent =
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'reasoning-delta'; readonly text: string }
  | { readonly type: 'usage'; readonly inputTokens: number; readonly outputTokens: number }
  /** Exactly once, at the protocol's terminal evidence. `usage` may follow it. `raw` is the back end's own word. */
  | { readonly type: 'end'; readonly reason: 'stop' | 'length' | 'filter' | 'other'; readonly raw?: string };

/**
 * Speaks one back end's wire protocol. Never retries, never falls back, never logs.
 *
 * Every failure is a thrown `ProviderError`. An abort ends the stream quietly, without `end`. Bytes that stop without
 * terminal evidence are a `ProviderError` of kind `truncated`. Leaving the loop early frees the connection.
 */
export interface Provider {
  readonly name: string;
  models(signal: AbortSignal): Promise<readonly ModelInfo[]>;
  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ProviderEvent>;
}
