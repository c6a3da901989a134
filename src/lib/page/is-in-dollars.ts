/** Tells whether a limit (`LimitState`) is about money. Runs in browsers, too. */
export function isInDollars({ measure }: { readonly measure: string }): boolean {
  return measure.startsWith('usd');
}
