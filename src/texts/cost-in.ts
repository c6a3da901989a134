import type { Language } from '../contracts/language.ts';

/** The words for costs in one language. */
interface CostWords {
  /** A sum with the sign of the dollar. */
  readonly money: (digits: string) => string;
  readonly unknown: string;
}

/** Writes a cost. `undefined`: it is unknown. */
export type CostWriter = (usd: number | undefined, isEstimated: boolean) => string;

/** Nobody needs to tell smaller sums apart. */
const SMALLEST_USD = 0.0001;
/** From here on, cents are exact enough: `$0.50`. */
const CENTS_FROM_USD = 0.1;

/** Gives the function that writes costs: `$0.0021`, `≈ $0.0021` where they are estimated. */
export function costIn(language: Language, { money, unknown }: CostWords): CostWriter {
  const small = new Intl.NumberFormat(language, { maximumSignificantDigits: 2 });
  const large = new Intl.NumberFormat(language, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });

  return (usd, isEstimated) => {
    if (usd === undefined) return unknown;
    if (usd > 0 && usd < SMALLEST_USD) return `< ${money(small.format(SMALLEST_USD))}`;
    const sum = money((usd < CENTS_FROM_USD ? small : large).format(usd));
    return isEstimated ? `≈ ${sum}` : sum;
  };
}
