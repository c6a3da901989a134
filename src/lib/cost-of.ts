/** What a price is paid for: the fields of an `Attempt`. */
interface PricedAmounts {
  readonly inputTokens?: number;
  readonly cachedInputTokens?: number;
  readonly cacheWriteInputTokens?: number;
  readonly outputTokens?: number;
  readonly images?: number;
  readonly audioMs?: number;
}

/** The fields of a `TokenPrice`. */
interface TokenPrices {
  readonly input: number;
  readonly output: number;
  readonly cachedInput?: number;
  readonly cacheWriteInput?: number;
}

/** The fields of a `ModelPrice`. */
interface FlatPrices extends TokenPrices {
  readonly perImage?: number;
  readonly perAudioMinute?: number;
  readonly perRequest?: number;
}

interface Prices extends FlatPrices {
  readonly longPrompt?: TokenPrices & { readonly aboveTokens: number };
}

/** A price of tokens is that of a million. */
export const TOKENS_PER_PRICE = 1_000_000;
const MINUTE_MS = 60_000;

/** The price for a prompt of this length, without the one for longer or shorter prompts. */
export function priceForPrompt(price: Prices, promptTokens: number): FlatPrices {
  const { longPrompt, ...short } = price;
  if (!longPrompt || promptTokens <= longPrompt.aboveTokens) return short;

  const { aboveTokens: _, ...long } = longPrompt;
  return { ...short, ...long };
}

/** The cost of one request in US dollars: a finite number, never negative. */
export function costOf(amounts: PricedAmounts, price: Prices): number {
  const inputTokens = countOf(amounts.inputTokens);
  const cached = Math.min(inputTokens, countOf(amounts.cachedInputTokens));
  const written = Math.min(inputTokens - cached, countOf(amounts.cacheWriteInputTokens));
  const { input, output, ...others } = priceForPrompt(price, inputTokens);
  const { cachedInput = input, cacheWriteInput = input } = others;
  const { perImage = 0, perAudioMinute = 0, perRequest = 0 } = others;

  const usd =
    ((inputTokens - cached - written) * input +
      cached * cachedInput +
      written * cacheWriteInput +
      countOf(amounts.outputTokens) * output) /
      TOKENS_PER_PRICE +
    countOf(amounts.images) * perImage +
    (countOf(amounts.audioMs) / MINUTE_MS) * perAudioMinute +
    perRequest;
  return Number.isFinite(usd) ? Math.max(0, usd) : 0;
}

function countOf(amount: number | undefined): number {
  return amount !== undefined && Number.isFinite(amount) ? Math.max(0, amount) : 0;
}
