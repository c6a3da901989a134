import type { ImageTokenRule } from './image-token-rule.ts';
import type { ModelPrice } from './model-price.ts';
import type { RequestParty } from './request-party.ts';

/**
 * The reason why a service did not answer. It decides what the router tries next.
 * - `auth`, `permission`, `payment`: the key is wrong, may not use this model, or has no credit
 * - `not_found`: the service has no such model
 * - `bad_request`, `too_large`: the service refuses the request, or its size
 * - `context_length`: the conversation does not fit into the model's window
 * - `content_filter`: a content policy refuses the conversation or the answer
 * - `rate_limit`, `overloaded`, `server`: the service cannot answer at the moment
 * - `connect`: the service cannot be reached
 * - `timeout_first`, `timeout_idle`, `timeout_total`: a limit of `AnswerLimits` passed
 * - `truncated`: the answer broke off without its end
 * - `empty`: the answer ended without content
 * - `protocol`: the answer does not follow the protocol
 * - `unseen`: the request has pictures, which the model cannot see
 * - `unchosen`: nobody chose a model, and there is none that Parley could choose
 * - `unpriced`: dollars are limited, and nobody knows the price of the model
 * - `spent`: too little is left of a limit for an answer of the model
 * - `canceled`: the caller's signal aborted
 */
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
  | 'unseen'
  | 'unchosen'
  | 'unpriced'
  | 'spent'
  | 'canceled';

/** One model of a provider. A field is absent when the provider does not say. */
export interface ModelInfo {
  /** The provider's own id for the model, without the name of the provider. */
  readonly id: string;
  /** The number of tokens that the prompt and the answer may have together. */
  readonly contextWindow?: number;
  /** The model can see images. */
  readonly images?: boolean;
  /** The model can hear sound. */
  readonly audio?: boolean;
  /** The way in which the service counts an image. Absent: it does not say. */
  readonly imageTokens?: ImageTokenRule;
  /** The model can reason before it answers. */
  readonly reasoning?: boolean;
  /** The day on which the service shuts it down, as it announced: `2026-12-11`. */
  readonly endsOn?: string;
  /** A local server has it in its memory. */
  readonly isLoaded?: boolean;
  /** As the service tells it. */
  readonly price?: ModelPrice;
  /**
   * The sampling parameters that the model takes, with their ranges. A parameter without a range is
   * not sent. Absent: all parameters are sent unchanged.
   */
  readonly parameters?: ParameterRanges;
}

/**
 * The way in which the model draws its words. A provider leaves out the parameters that its
 * protocol does not have.
 */
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

/** The values that a model takes for each parameter. For `stop`, the number of sequences. */
export type ParameterRanges = {
  readonly [Name in keyof SamplingParameters]?: {
    readonly min?: number;
    readonly max?: number;
    readonly default?: number;
  };
};

/** One message of the prompt. */
export interface PromptMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
  /** Only with `user`. A back end that cannot see images gets the text alone. */
  readonly images?: readonly PromptImage[];
  /** Only with `user`. A back end that cannot hear gets the text alone. */
  readonly audio?: readonly PromptAudio[];
}

/** An image in the prompt, with its whole content. */
export interface PromptImage {
  /** `image/png`, `image/jpeg`, `image/webp` or `image/gif`. */
  readonly mime: string;
  readonly bytes: Uint8Array;
  /** In pixels; services count tokens by them. Absent: unknown. */
  readonly width?: number;
  readonly height?: number;
}

/** A recording in the prompt, with its whole content. */
export interface PromptAudio {
  /** As `audio/ogg`. */
  readonly mime: string;
  readonly bytes: Uint8Array;
  readonly durationMs?: number;
}

/**
 * The time limits of one answer, in milliseconds. The provider chooses the limits that are absent.
 * Only content restarts `idleMs`: comments and pings do not.
 */
export interface AnswerLimits {
  /** From the request to the headers of the response. */
  readonly headersMs?: number;
  /** From the request to the first content. */
  readonly firstContentMs?: number;
  /** From one piece of content to the next. */
  readonly idleMs?: number;
  /** From the request to the end of the answer. */
  readonly totalMs?: number;
}

/** A prompt, and the settings for its answer. */
export interface ChatRequest {
  /** The provider's own id for the model. */
  readonly model: string;
  readonly system?: string;
  /** The oldest message comes first. The last message is the user's. */
  readonly messages: readonly PromptMessage[];
  readonly parameters?: SamplingParameters;
  /**
   * The most tokens that the service may write, thoughts included: no more can be paid. `parameters` ask for
   * no more either. Absent: there is no such limit.
   */
  readonly mostTokens?: number;
  readonly limits?: AnswerLimits;
  /** The same for all requests of a conversation: they begin alike, and a service may keep what it read. */
  readonly cacheKey?: string;
  /** For whom it is: those who wait for the same service come in turn. Never sent to a service. */
  readonly party?: RequestParty;
}

/** A page that an answer rests on. */
export interface Citation {
  /** An `http` or `https` address. */
  readonly url: string;
  readonly title?: string;
  /** The text between the brackets of a reference to this page, as the `1` of `[1]`. */
  readonly mark?: string;
}

/**
 * One step of an answer. Readers ignore the types that they do not know: tool calls may follow.
 */
export type ProviderEvent =
  /** The response headers arrived, but none of the answer. Comes first, and at most once. */
  | { readonly type: 'accepted' }
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'reasoning-delta'; readonly text: string }
  /** The model does not take pictures, and was told so in place of them. Comes before the first content. */
  | { readonly type: 'images-omitted' }
  /** A page that the answer rests on. Each page comes once, at any time before `end`. */
  | ({ readonly type: 'citation' } & Citation)
  | {
      readonly type: 'usage';
      /** All tokens of the prompt, also those that the service had kept from an earlier request. */
      readonly inputTokens: number;
      readonly outputTokens: number;
      /** The part of `inputTokens` that the service had kept, which costs less. Absent: it does not say. */
      readonly cachedInputTokens?: number;
      /** The part of `inputTokens` that the service keeps from now on, which may cost more. Absent: it does not say. */
      readonly cacheWriteInputTokens?: number;
      /** The part of `outputTokens` that were thoughts. Absent: the service does not say. */
      readonly reasoningTokens?: number;
      /** What the service charges for this request, in US dollars. Absent: it does not say. */
      readonly usd?: number;
    }
  /**
   * The answer is complete. Comes exactly once, after all content; `usage` may follow it. `raw` is
   * the back end's own word for the reason: the last one that means anything, since some gateways
   * give a reason with every chunk.
   */
  | {
      readonly type: 'end';
      readonly reason: 'stop' | 'length' | 'filter' | 'other';
      readonly raw?: string;
    };

/**
 * Speaks the wire protocol of one back end. A provider never sends the same request again, never
 * falls back and never logs an answer. Where a refusal names a part of the request, it changes that
 * part and asks again.
 *
 * Every failure is a thrown `ProviderError`, behind the `usage` that was reported before it. After an abort the
 * stream ends quietly, without `end`.
 * A body that stops before the protocol says that the answer is complete is a `ProviderError` of
 * kind `truncated`. Once the protocol said so, the answer is complete even if the connection breaks;
 * content that still comes belongs to it. A reader that leaves the loop early frees the connection.
 */
export interface Provider {
  /** Several providers may have one name: they reach the same back end with different keys. */
  readonly name: string;
  /** The number of this provider's key among several, as `key 1`. Never the key itself. */
  readonly keyAlias?: string;
  /** The number of answers that may be under way at a time. Absent: no limit. */
  readonly concurrency?: number;
  /** Its protocol has no place for pictures. Absent: it has one. */
  readonly takesImages?: false;
  /** Ids of models, best first, that may answer where nobody chose one. Absent: none is known to be good. */
  readonly preferredModels?: readonly string[];
  /** It has models that its list does not name. Absent: the list is complete. */
  readonly hasUnlistedModels?: true;
  /** The price of a model whose price the list does not tell, by Parley's own table. Absent: none is known. */
  priceOf?(model: string): ModelPrice | undefined;
  /** It answers where nothing is set up, without a model. */
  readonly isDemo?: true;
  /** True while `concurrency` answers are under way, so that the next request waits. Absent: never busy. */
  isBusy?(): boolean;
  /**
   * Lists the models that the provider offers now, as far as they can chat.
   *
   * @throws A `ProviderError`, of kind `canceled` after an abort.
   */
  models(signal: AbortSignal): Promise<readonly ModelInfo[]>;
  /** Sends `request`, and gives the events of its answer. Starts when the first event is read. */
  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ProviderEvent>;
}
