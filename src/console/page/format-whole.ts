const COUNT = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** `1,234`. */
export function formatWhole(count: number): string {
  return COUNT.format(count);
}

/** `1.2K`, for places with little room. */
export function formatCompact(count: number): string {
  return COMPACT.format(count);
}
