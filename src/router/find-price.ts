import type { ModelInfo } from '../contracts/provider.ts';
import type { RoutedModel } from '../contracts/router.ts';
import type { ModelRules } from '../contracts/routing.ts';
import { firstProvider } from './first-provider.ts';
import type { ModelTarget } from './model-target.ts';

type FoundPrice = Pick<RoutedModel, 'price' | 'priceSource'>;

/** Finds the price of a target: the operator knows it best, and the service better than the table. */
export function findPrice(
  { provider, model }: ModelTarget,
  rules: ModelRules,
  listed: ModelInfo | undefined,
): FoundPrice {
  if (rules.price) return { price: rules.price, priceSource: 'operator' };
  if (listed?.price) return { price: listed.price, priceSource: 'service' };

  const price = firstProvider(provider)?.priceOf?.(model);
  return price ? { price, priceSource: 'table' } : {};
}
