/** Below this, a thousandth of a cent still matters. */
const SMALL_USD = 0.1;

/** `$1.23`, with more digits for small amounts: `$0.0042`. */
export function formatUsd(usd: number): string {
  if (usd === 0 || usd >= SMALL_USD) return `$${usd.toFixed(2)}`;
  return usd < 0.000_05 ? 'under $0.0001' : `$${usd.toFixed(4)}`;
}
