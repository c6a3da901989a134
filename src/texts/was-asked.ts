import type { ProviderErrorKind } from '../contracts/provider.ts';

/** With these, no request was made: the model itself did nothing wrong. */
const BEFORE_A_REQUEST: ReadonlySet<ProviderErrorKind> = new Set<ProviderErrorKind>([
  'unchosen',
  'unpriced',
  'spent',
]);

/** Tells whether a model was asked before it failed. */
export function wasAsked(kind: ProviderErrorKind): boolean {
  return !BEFORE_A_REQUEST.has(kind);
}
