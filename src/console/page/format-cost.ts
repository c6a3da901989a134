import { formatUsd } from './format-usd.ts';

/** `$0.0042`, `≈ $0.0042` where it is estimated, `unknown` where no price is known. */
export function formatCost(usd: number | undefined, isEstimated = false): string {
  if (usd === undefined) return 'unknown';
  return isEstimated ? `≈ ${formatUsd(usd)}` : formatUsd(usd);
}
