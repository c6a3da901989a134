import type { ChatRequest, ModelInfo, ProviderErrorKind, ProviderEvent } from './provider.ts';

/** One try at an answer. Holds no prompt, no answer and no key. Times in milliseconds since this try began; absent: it did not come so far. */
export interface Attempt {
  readonly provider: string;
  readonly model: string;
  /** Which of several keys. */
  readonly keyAlias?: string;
  /** `answered`: to its end. `stopped`: nobody waited any longer. Else why it failed. */
  readonly outcome: 'answered' | 'stopped' | ProviderErrorKind;
  readonly headersMs?: number;
  readonly firstContentMs?: number;
  readonly endMs: number;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
}

export type RouterEvent =
  | ProviderEvent
  /** Who answers; before the first content. `replaced`: the model that was asked for, if another one answers, and why it does not. */
  | {
      readonly type: 'source';
      readonly provider: string;
      readonly model: string;
      readonly replaced?: string;
      readonly why?: ProviderErrorKind;
    }
  /** After each try, the last one too, whatever became of it: the trail of an answer. */
  | { readonly type: 'attempt'; readonly attempt: Attempt };

/** A model, or an alias that an operator gave to several, under the name that people use: `provider/model`, or the alias. */
export interface RoutedModel extends ModelInfo {
  readonly name: string;
  /** How long its first word took, in milliseconds: an average of the last answers. Absent: it has not answered since the start. */
  readonly firstContentMs?: number;
  /** It failed, and is left alone for so long where another one can answer, in milliseconds. */
  readonly cooldownMs?: number;
}

/** Model name in, one event stream out, whatever fails on the way. Knows no platform. */
export interface Router {
  /** The name of the model that answers where nobody chose one. May change with the configuration. */
  readonly defaultModel: string;
  /** Every alias, then every model of every provider. Cached; a provider that fails keeps its last list. Never rejects. */
  models(): Promise<readonly RoutedModel[]>;
  /** What is known of a model by the name people use, whether it was discovered or not. `undefined`: no provider of that name. */
  find(name: string): Promise<RoutedModel | undefined>;
  /**
   * `request.model` is a name as people use it. Before the first content, failures are tried again unseen, with another key or another
   * model where the configuration names one; after it, a failure is thrown. Throws a `ProviderError`; an abort ends the stream
   * quietly, without `end`.
   */
  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<RouterEvent>;
}
