import type { ParameterRanges } from '../../../contracts/provider.ts';
import type { ParameterNames } from '../sampling.ts';

/** Where a vendor's endpoint differs from OpenAI's. */
export interface Quirks {
  /** The header that takes the key, and nothing but the key. Default: `authorization`, with a bearer token. */
  readonly keyHeader?: string;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Where models are listed, seen from the base address. Default: `models`. */
  readonly modelsPath?: string;
  /** Tells the usage without being asked, so the option that asks for it is not sent. */
  readonly sendsUsageUnasked?: boolean;
  /** Refuses two messages of one role in a row. */
  readonly needsAlternatingRoles?: boolean;
  /** Sampling parameters that have another name than most vendors give them. */
  readonly parameterNames?: ParameterNames;
  /** Sampling parameters that it takes. Absent: all, as they are. */
  readonly parameters?: ParameterRanges;
}
