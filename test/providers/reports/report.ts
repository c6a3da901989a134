import type { ProviderErrorKind, ProviderEvent } from '../../../src/contracts/provider.ts';

/** One public report about an answer, and the outcome that people should see. */
export interface Report {
  /**
   * The raw body, in `test/fixtures/reports/provider`. The word after the first dot is the provider
   * that reads it. A file `NAME.meta.json` beside it may give its status and headers.
   */
  readonly file: string;
  /** The place of the report: `owner/repo #number`, or the name of a document. */
  readonly source: string;
  /** Default: no text. */
  readonly text?: string;
  /** Default: no reasoning. */
  readonly reasoning?: string;
  /** The reason of the end, or the kind of the failure. Default: `stop`. */
  readonly ending?: Extract<ProviderEvent, { type: 'end' }>['reason'] | ProviderErrorKind;
  /** Words that the message of the failure must hold. */
  readonly message?: RegExp;
}
