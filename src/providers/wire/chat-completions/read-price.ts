import type { ModelPrice } from '../../../contracts/model-price.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { asList, dig } from '../json.ts';

/** The names of prices, by token or by a million. */
const PRICE_NAMES = [
  // OpenRouter (openrouter.ai/docs, models), and SambaNova.
  {
    input: 'prompt',
    output: 'completion',
    cachedInput: ['input_cache_read'],
    cacheWriteInput: ['input_cache_write'],
  },
  // Vercel (vercel.com/docs/ai-gateway), Together (docs.together.ai, list models), Hugging Face's router.
  {
    input: 'input',
    output: 'output',
    cachedInput: ['input_cache_read', 'cached_input'],
    cacheWriteInput: ['input_cache_write'],
  },
  // DeepInfra (api.deepinfra.com/v1/openai/models).
  {
    input: 'input_tokens',
    output: 'output_tokens',
    cachedInput: ['cache_read_tokens'],
    cacheWriteInput: ['cache_write_tokens'],
  },
] as const;
/**
 * A lower price is the price of one token, and any other is the price of a million: no vendor sells
 * a million tokens for less, and none sells one token for more.
 */
const MIN_PRICE_OF_MILLION = 0.001;
/** More is no price of a million tokens, or of a picture. */
const MAX_PRICE = 100_000;
const MILLION = 1_000_000;

/**
 * The price of a listed model. `undefined`: the list does not tell it, or it depends on the request, which
 * OpenRouter writes as a negative number. Where several hosts serve a model, any of them may answer, so the
 * dearest counts.
 */
export function readPrice(entry: unknown): ModelPrice | undefined {
  const own = readPricing(dig(entry, 'pricing') ?? dig(entry, 'metadata', 'pricing'));
  if (own) return own;

  const hosts = asList(dig(entry, 'providers'));
  const prices = hosts.flatMap((host) => readPricing(dig(host, 'pricing')) ?? []);
  if (prices.length === 0 || prices.length < hosts.length) return undefined;
  return {
    input: Math.max(...prices.map(({ input }) => input)),
    output: Math.max(...prices.map(({ output }) => output)),
  };
}

function readPricing(pricing: unknown): ModelPrice | undefined {
  for (const names of PRICE_NAMES) {
    const input = readPriceOfMillion(dig(pricing, names.input));
    const output = readPriceOfMillion(dig(pricing, names.output));
    if (input === undefined || output === undefined) continue;

    const find = (others: readonly string[]) =>
      others.map((name) => readPriceOfMillion(dig(pricing, name))).find((price) => price);
    return omitUndefined({
      input,
      output,
      cachedInput: find(names.cachedInput),
      cacheWriteInput: find(names.cacheWriteInput),
      perImage: readDollars(dig(pricing, 'image')) || undefined,
      perRequest: readDollars(dig(pricing, 'request')) || undefined,
    });
  }
  return undefined;
}

function readPriceOfMillion(value: unknown): number | undefined {
  const price = readDollars(value);
  if (price === undefined || price >= MIN_PRICE_OF_MILLION) return price;

  // Rounded, since 0.00000015 × 1,000,000 is slightly more than 0.15.
  return Math.round(price * MILLION * 1e6) / 1e6;
}

function readDollars(value: unknown): number | undefined {
  const isText = typeof value === 'string' && value.trim() !== '';
  const dollars = isText ? Number(value) : value;
  const isPrice = typeof dollars === 'number' && dollars >= 0 && dollars <= MAX_PRICE;
  return isPrice ? dollars : undefined;
}
