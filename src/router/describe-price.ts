import type { ModelPrice } from '../contracts/model-price.ts';
import type { RoutedModel } from '../contracts/router.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import type { PlannedTarget } from './route.ts';

/**
 * The price of what may answer under one name: the highest of all targets, so that what is held back is
 * enough. Unknown as soon as one of them is.
 */
export function describePrice(
  targets: readonly PlannedTarget[],
): Pick<RoutedModel, 'price' | 'priceSource'> {
  const [first] = targets;
  const prices = targets.flatMap(({ info }) => info.price ?? []);
  const [only] = prices;
  if (!only || prices.length < targets.length) return {};

  const price = prices.length === 1 ? only : highestOf(prices);
  return omitUndefined({ price, priceSource: first?.priceSource });
}

function highestOf(prices: readonly ModelPrice[]): ModelPrice {
  const highest = (read: (price: ModelPrice) => number | undefined) => {
    const values = prices.flatMap((price) => read(price) ?? []);
    return values.length > 0 ? Math.max(...values) : undefined;
  };
  // A long prompt may go to any of them.
  const tokenPrices = prices.flatMap(({ longPrompt, ...price }) => [price, longPrompt ?? price]);
  return omitUndefined({
    input: Math.max(...tokenPrices.map(({ input }) => input)),
    output: Math.max(...tokenPrices.map(({ output }) => output)),
    cachedInput: Math.max(...tokenPrices.map(({ input, cachedInput = input }) => cachedInput)),
    cacheWriteInput: Math.max(
      ...tokenPrices.map(({ input, cacheWriteInput = input }) => cacheWriteInput),
    ),
    perImage: highest(({ perImage }) => perImage),
    perAudioMinute: highest(({ perAudioMinute }) => perAudioMinute),
    perRequest: highest(({ perRequest }) => perRequest),
  });
}
