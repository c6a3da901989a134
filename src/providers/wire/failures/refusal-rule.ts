import type { ProviderErrorKind } from '../../../contracts/provider.ts';

/** One piece of evidence for the kind of a refusal: a code, or a wording. */
export interface RefusalRule {
  readonly kind: ProviderErrorKind;
  /** In small letters, as `listCodes` gives them. */
  readonly codes?: readonly string[];
  /** Looked for in sentences in small letters. */
  readonly words?: RegExp;
  /** The kinds, by vague code or status, that the rule makes more precise. Absent: all. */
  readonly among?: readonly ProviderErrorKind[];
  /** Says what a person can do, better than the usual sentence of the kind. */
  readonly cure?: 'region' | 'privacy' | 'https';
}
