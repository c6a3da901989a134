import type { ModelInfo } from '../contracts/provider.ts';
import type { KeyRing } from './key-ring.ts';

/** Who answers under a name. */
export interface ModelTarget {
  readonly provider: KeyRing;
  /** The provider's own id. */
  readonly model: string;
}

/** One provider and its models; none: it does not tell. */
export interface ProviderModels {
  readonly provider: KeyRing;
  readonly models: readonly ModelInfo[];
}

/**
 * Finds who answers under a name that people use, best reading first: `provider/model` as listed; an id as listed, which may hold
 * slashes itself; `provider/model` that is not listed; a provider alone, meaning its first model; and at last any id for the
 * first provider that does not tell its models, or, when `isTrusted`, for the first one at all.
 */
export function resolveModel(
  name: string,
  offers: readonly ProviderModels[],
  isTrusted: boolean,
): ModelTarget | undefined {
  const slash = name.indexOf('/');
  const rest = name.slice(slash + 1);
  const named = offers.find(
    ({ provider }) => provider.name === (slash < 0 ? name : name.slice(0, slash)),
  );
  if (named && slash > 0 && lists(named, rest)) return { provider: named.provider, model: rest };

  const lister = offers.find((offer) => lists(offer, name));
  if (lister) return { provider: lister.provider, model: name };
  if (named && slash > 0 && rest) return { provider: named.provider, model: rest };
  if (named) {
    const first = named.models[0];
    return first && { provider: named.provider, model: first.id };
  }
  const taker = offers.find(({ models }) => isTrusted || models.length === 0);
  return taker && { provider: taker.provider, model: name };
}

function lists({ models }: ProviderModels, id: string): boolean {
  return models.some((model) => model.id === id);
}
