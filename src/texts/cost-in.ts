import type { Language } from '../contracts/language.ts';

/** Writes a cost. `undefined`: it is unknown. */
export type CostWriter = (usd: number | undefined, isEstimated: boolean) => string;

/** Nobody needs to tell smaller sums apart. */
const SMALLEST_USD = 0.0001;
/** From here on, two digits are cents. */
const CENTS_USD = 0.0995;

/** Gives the function that writes costs: `$0.0021`, `≈ $0.0021` where they are estimated. */
export function costIn(language: Language, unknown: string): CostWriter {
  const dollars = { style: 'currency', currency: 'USD' } as const;
  const small = new Intl.NumberFormat(language, { ...dollars, maximumSignificantDigits: 2 });
  const large = new Intl.NumberFormat(language, dollars);

  return (usd, isEstimated) => {
    if (usd === undefined) return unknown;
    if (usd > 0 && usd < SMALLEST_USD) return `< ${small.format(SMALLEST_USD)}`;
    const sum = (usd < CENTS_USD ? small : large).format(usd);
    return isEstimated ? `≈ ${sum}` : sum;
  };
}
