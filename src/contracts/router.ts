import type { ChatRequest, ModelInfo, ProviderEvent } from './provider.ts';

export type RouterEvent =
  | ProviderEvent
  /** Who answers; before the first content. `replaced`: the model that was asked for, if another one answers. */
  | {
      readonly type: 'source';
      readonly provider: string;
      readonly model: string;
      readonly replaced?: string;
      readonly why?: string;
    };

/** A model under the name that people use: `provider/model`. */
export interface RoutedModel extends ModelInfo {
  readonly name: string;
}

/** Model name in, one event stream out, whatever fails on the way. Knows no platform. */
export interface Router {
  /** The name of the model that answers where nobody chose one. */
  readonly defaultModel: string;
  /** Every model of every provider. Cached; a provider that fails keeps its last list. Never rejects. */
  models(): Promise<readonly RoutedModel[]>;
  /** What is known of a model by the name people use, whether it was discovered or not. `undefined`: no provider of that name. */
  find(name: string): Promise<RoutedModel | undefined>;
  /**
   * `request.model` is a name as people use it. Before the first content, failures that may pass are tried again unseen;
   * after it, a failure is thrown. Throws a `ProviderError`; an abort ends the stream quietly, without `end`.
   */
  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<RouterEvent>;
}
