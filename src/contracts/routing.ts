import type { AccessRules } from './access.ts';
import type { LimitRules } from './limits.ts';
import type { ModelPrice } from './model-price.ts';
import type { AnswerLimits, SamplingParameters } from './provider.ts';
import type { Persona, ScopeRules } from './settings.ts';

/** The operator's `parley.yaml`, validated. Plain data that never changes: an edited file gives a new object. */
export interface Routing {
  /** The model that answers where people chose none: an alias or `provider/model`. */
  readonly defaultModel?: string;
  readonly aliases: ReadonlyMap<string, Alias>;
  /** For models and aliases without fallbacks of their own. */
  readonly fallbacks: Fallbacks;
  /** By `provider/model`, or by a pattern such as `provider/*` or `*`. The most exact name applies. */
  readonly models: ReadonlyMap<string, ModelRules>;
  /** By name, in the order of the file. Absent: none. */
  readonly personas?: ReadonlyMap<string, Persona>;
  /** By `bot`, `<platform>` or `<platform>:<id>`. */
  readonly scopes: ReadonlyMap<string, ScopeRules>;
  /** Limits by scope, named as in `scopes`. Absent: none. */
  readonly limits?: ReadonlyMap<string, LimitRules>;
  /** Absent: only the variables have lists. */
  readonly access?: Partial<AccessRules>;
}

/** One name for several models, any of which answers under it. */
export interface Alias {
  readonly targets: readonly AliasTarget[];
  readonly fallbacks: Fallbacks;
}

/** One of the models that answer under an alias. */
export interface AliasTarget {
  /** `provider/model`. */
  readonly model: string;
  /** The share of answers that start with this target. Without any weights, every answer starts with the first target. */
  readonly weight?: number;
}

/**
 * Other models that may answer, in order; each is an alias or `provider/model`. Their answers begin with
 * a sentence that says so.
 */
export interface Fallbacks {
  /** Answer when the requested models fail. */
  readonly general?: readonly string[];
  /** Answer when the conversation is too long for the requested models. */
  readonly largerContext?: readonly string[];
  /** Answer when the provider's content policy refuses the conversation. */
  readonly policy?: readonly string[];
  /** Answer questions with pictures that the requested models cannot see. */
  readonly vision?: readonly string[];
}

/** The operator's rules for a model, or for the models of a pattern. */
export interface ModelRules {
  readonly limits?: AnswerLimits;
  readonly parameters?: SamplingParameters;
  /** Replaces the window that the provider reports, in tokens. */
  readonly contextWindow?: number;
  readonly images?: boolean;
  readonly audio?: boolean;
  /** Wins over the price that the service or the table of Parley tells. */
  readonly price?: ModelPrice;
}
