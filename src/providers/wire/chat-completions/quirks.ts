import type { ParameterRanges } from '../../../contracts/provider.ts';
import type { ParameterNames } from '../sampling.ts';

/** The differences between a vendor's endpoint and OpenAI's. */
export interface Quirks {
  /**
   * The header that holds the key and nothing else. Default: `authorization`, with a bearer token.
   */
  readonly keyHeader?: string;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The path of the model list, from the base address. Default: `models`. */
  readonly modelsPath?: string;
  /**
   * The path of a second list, which says what the first one leaves out, such as the models that are
   * loaded. A server may be without it.
   */
  readonly detailsPath?: string;
  /** The ids of models that do not chat at this endpoint. */
  readonly otherModels?: RegExp;
  /** Sends the usage in any case, so the option that asks for it is left out. */
  readonly sendsUsageUnasked?: boolean;
  /** Refuses two messages of one role in a row. */
  readonly needsAlternatingRoles?: boolean;
  /** Takes `prompt_cache_key`, by which requests of one conversation reach the same machine. */
  readonly takesCacheKey?: boolean;
  /** The formats of recordings, as `input_audio` names them. Default: those of OpenAI. */
  readonly audioFormats?: readonly string[];
  /** The names of sampling parameters that differ from those of most vendors. */
  readonly parameterNames?: ParameterNames;
  /** The sampling parameters that the endpoint takes. Absent: all parameters are sent unchanged. */
  readonly parameters?: ParameterRanges;
}
