import type { ModelPrice } from '../contracts/model-price.ts';
import { priceForPrompt } from '../lib/cost-of.ts';

/** A service may count this many times the estimated tokens. */
const MARGIN = 1.2;

/**
 * The price by which to hold back for a prompt of about this length: the dearest that its tokens may have, since
 * nobody knows before the answer which of them the service keeps.
 */
export function priceToHold(price: ModelPrice, promptTokens: number): ModelPrice {
  const dearest = priceForPrompt(price, promptTokens * MARGIN);
  const { input, cacheWriteInput = input } = dearest;
  return { ...dearest, input: Math.max(input, cacheWriteInput) };
}
