const COUNT = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
/** Below this, a thousandth of a cent still matters. */
const SMALL_USD = 0.1;

/** `1,234`. */
export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** `1.2K`, for places with little room. */
export function formatCompact(count: number): string {
  return COMPACT.format(count);
}

/** `$1.23`, with more digits for small amounts: `$0.0042`. */
export function formatUsd(usd: number): string {
  if (usd === 0 || usd >= SMALL_USD) return `$${usd.toFixed(2)}`;
  return usd < 0.000_05 ? 'under $0.0001' : `$${usd.toFixed(4)}`;
}
