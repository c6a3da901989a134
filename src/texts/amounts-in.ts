import type { Language } from '../contracts/language.ts';

/** Gives the functions that write amounts in one language. */
interface Amounts {
  /** US dollars, with cents; with two more digits where there are few, and without cents where there are many. */
  readonly usd: (usd: number) => string;
  /** As `usd`, never with more than two digits behind the point: `$0.26`, `<$0.01`. */
  readonly cents: (usd: number) => string;
  /** A large number in short: `34.5K`. */
  readonly short: (count: number) => string;
  /** A whole number: `34,512`. */
  readonly whole: (count: number) => string;
  /** A month of the calendar, `2026-11`, in words. */
  readonly month: (month: string) => string;
}

/** Less than this is not nothing. */
const LEAST_USD = 0.0001;
const LEAST_CENTS = 0.01;
/** From here on, cents are exact enough. */
const FEW_USD = 0.1;
const MANY_USD = 1_000;

/** Gives the ways to write amounts in a language. */
export function amountsIn(language: Language): Amounts {
  const cents = dollars(language, 2);
  const parts = dollars(language, 4);
  const dollarsOnly = dollars(language, 0);
  const short = new Intl.NumberFormat(language, {
    notation: 'compact',
    maximumFractionDigits: 1,
    // German has no short form of thousands: as `whole` writes them.
    useGrouping: 'always',
  });
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const months = new Intl.DateTimeFormat(language, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });

  return {
    usd(usd) {
      if (usd > 0 && usd < LEAST_USD) return `<${parts.format(LEAST_USD)}`;
      if (usd >= MANY_USD) return dollarsOnly.format(usd);
      return (usd < FEW_USD ? parts : cents).format(usd);
    },
    cents(usd) {
      if (usd > 0 && usd < LEAST_CENTS) return `<${cents.format(LEAST_CENTS)}`;
      return (usd >= MANY_USD ? dollarsOnly : cents).format(usd);
    },
    short: (count) => short.format(count),
    whole: (count) => whole.format(count),
    month: (month) => months.format(new Date(`${month}-01T00:00:00Z`)),
  };
}

function dollars(language: Language, decimals: number): Intl.NumberFormat {
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: Math.min(2, decimals),
    maximumFractionDigits: decimals,
  });
}
