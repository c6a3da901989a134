import type { AnswerLimits, SamplingParameters } from './provider.ts';

/** What an operator wants of the router, besides the keys. Plain data that never changes: an edited configuration is another one. */
export interface Routing {
  /** Answers where nobody chose a model: an alias or `provider/model`. */
  readonly defaultModel?: string;
  readonly aliases: ReadonlyMap<string, Alias>;
  /** For all that have none of their own. */
  readonly fallbacks: Fallbacks;
  /** What is said of models, by `provider/model`, or by the beginning of such names: `provider/*`, `*`. The more exact one counts. */
  readonly models: ReadonlyMap<string, ModelRules>;
}

/** One name for several models: any of them answers under it. */
export interface Alias {
  readonly targets: readonly AliasTarget[];
  readonly fallbacks: Fallbacks;
}

export interface AliasTarget {
  /** `provider/model`. */
  readonly model: string;
  /** Share of the answers that begin with it. Where no target has one, the first begins always. */
  readonly weight?: number;
}

/** What else may answer, in order, each an alias or `provider/model`; people are told. */
export interface Fallbacks {
  /** Where those that were asked for fail. */
  readonly general?: readonly string[];
  /** Where the conversation is too long for them. */
  readonly largerContext?: readonly string[];
  /** Where their provider refuses what is talked about. */
  readonly policy?: readonly string[];
}

export interface ModelRules {
  readonly limits?: AnswerLimits;
  readonly parameters?: SamplingParameters;
  /** In place of what the provider tells. */
  readonly contextWindow?: number;
  readonly images?: boolean;
}
