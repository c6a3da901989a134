import type { Attempt } from './attempt.ts';
import type { ImageLimits } from './files.ts';
import type { Spending } from './limits.ts';
import type { ChatRequest, ModelInfo, ProviderErrorKind, ProviderEvent } from './provider.ts';

/** One step of an answer: an event of a provider, or a fact about the attempts. */
export type RouterEvent =
  | ProviderEvent
  /**
   * The model that answers; comes before the first content. When another model was asked for,
   * `replaced` is its name and `why` the reason why it does not answer.
   */
  | {
      readonly type: 'source';
      readonly provider: string;
      readonly model: string;
      readonly replaced?: string;
      readonly why?: ProviderErrorKind;
    }
  /** Comes after every attempt, successful or not. Together they explain how an answer came about. */
  | { readonly type: 'attempt'; readonly attempt: Attempt };

/** A model, or an operator's alias for several models. */
export interface RoutedModel extends ModelInfo {
  /** The name that people use: `provider/model`, or the alias. */
  readonly name: string;
  /**
   * The most tokens of a prompt, as `estimateTokens` counts them: learnt from the refusal of a longer one.
   * Absent: no prompt was too long.
   */
  readonly maxPromptTokens?: number;
  /**
   * The tokens that the model counts for each token of `estimateTokens`, by what it reported for earlier
   * prompts. Absent: too few reports.
   */
  readonly tokensPerEstimate?: number;
  /** Where `price` comes from: `parley.yaml`, the service's list, or the table of Parley. Absent: there is none. */
  readonly priceSource?: 'operator' | 'service' | 'table';
  /** The most tokens that the operator lets it write. Absent: no limit is configured. */
  readonly maxAnswerTokens?: number;
  /** The model that answers in its place where a question has pictures. Absent: it sees them, or nothing does. */
  readonly visionFallback?: string;
  /** The pictures that it takes, or its vision fallback. Absent: unknown. */
  readonly imageLimits?: ImageLimits;
  /** The average time to the first content of its last answers. Absent: it has not answered since the start. */
  readonly firstContentMs?: number;
  /** After a failure, the router prefers other models for this long. Absent: no cooldown. */
  readonly cooldownMs?: number;
}

/** The sentences about the models that an operator reads at the start. All sentences are English, for a terminal. */
export interface ModelReport {
  /** The name of the model that answers where people chose none. Absent: none can be chosen. */
  readonly defaultModel?: string;
  /** Which model answers where people chose none, why, and how to change that. */
  readonly answers: string;
  /** The services that are set up, in their order. */
  readonly providers: readonly ProviderReport[];
  /** Names in the configuration that no service lists, and models in it that end. */
  readonly warnings: readonly ModelWarning[];
}

/** A model in the configuration that cannot answer, or soon will not. */
export interface ModelWarning {
  /** Where the model is named: `DEFAULT_MODEL`, or `aliases.smart in parley.yaml`. */
  readonly place: string;
  /** One sentence. */
  readonly problem: string;
  /** What helps, in whole sentences. */
  readonly cure: string;
  /** The service shuts the model down. Absent: no service lists it. */
  readonly isEnd?: true;
  /** With `isEnd`: the model as `provider/model`, and its last day as `2026-12-11`. */
  readonly model?: string;
  readonly endsOn?: string;
}

/** One service, and the models that it lists. */
export interface ProviderReport {
  readonly name: string;
  /** The number of models that can chat. */
  readonly models: number;
  /** Why its list could not be read, in whole sentences. Absent: it was read. */
  readonly failure?: string;
}

/** Takes a model name and gives one event stream, whatever fails on the way. Knows no platform. */
export interface Router {
  /** The model that answers where people chose none. Changes with the configuration. */
  readonly defaultModel: string;
  /** Every alias, then every model of every provider. Cached; a provider that fails keeps its last list. Never rejects. */
  models(): Promise<readonly RoutedModel[]>;
  /** Describes a model by the name that people use, whether discovery listed it or not. `undefined`: no such provider. */
  find(name: string): Promise<RoutedModel | undefined>;
  /**
   * Streams one answer. `request.model` is a name that people use. A failure before the first content
   * stays invisible: the router tries again, with another key, or with a fallback model. An abort ends
   * the stream quietly, without an `end` event. Before each attempt, `spending` holds back what it may cost;
   * an attempt that gets no hold is a failure of the kind `unpriced` or `spent`, and a fallback may answer.
   * Without `spending`, nothing is counted.
   *
   * @throws A `ProviderError` after the first content, or when every attempt failed.
   */
  stream(
    request: ChatRequest,
    signal: AbortSignal,
    spending?: Spending,
    /** Called with each attempt when it ends, also when nobody reads on. */
    onAttempt?: (attempt: Attempt) => void,
  ): AsyncIterable<RouterEvent>;
}

/** Tells an operator about the models. */
export interface ModelReporter {
  /** Waits until every service has listed its models or failed, which takes at most ten seconds. Never rejects. */
  describeStart(): Promise<ModelReport>;
}
