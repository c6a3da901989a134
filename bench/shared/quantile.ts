/**
 * The smallest value that at least `share` (0 to 1) of all values do not exceed, rounded to
 * hundredths; NaN when there are none.
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;

  return Math.round(value * 100) / 100;
}
