import type { ModelInfo } from '../contracts/provider.ts';
import type { KeyRing } from './key-ring.ts';

/** One model of one provider. */
export interface ModelTarget {
  readonly provider: KeyRing;
  /** The provider's own id. */
  readonly model: string;
}

/** The models that one provider lists. Empty: it lists none. */
export interface ModelList {
  readonly provider: KeyRing;
  readonly models: readonly ModelInfo[];
}

/**
 * Finds the target that a name means. `isTrusted`: the operator configured the name. The first of
 * these readings that fits counts:
 *
 * 1. `provider/model`, where the provider lists the model
 * 2. a model's id that a provider lists; the id may hold slashes itself
 * 3. `provider/model`, where the provider does not list the model
 * 4. a provider alone: its first model
 * 5. any other id: a model of the first provider that lists none or, when `isTrusted`, of the first
 *    provider
 *
 * @returns `undefined` when no reading fits.
 */
export function resolveModel(
  name: string,
  lists: readonly ModelList[],
  isTrusted: boolean,
): ModelTarget | undefined {
  const slash = name.indexOf('/');
  const prefix = slash < 0 ? name : name.slice(0, slash);
  const modelPart = slash > 0 ? name.slice(slash + 1) : '';
  const namedList = lists.find(({ provider }) => provider.name === prefix);

  if (namedList && modelPart && includesModel(namedList, modelPart))
    return { provider: namedList.provider, model: modelPart };

  const listWithId = lists.find((list) => includesModel(list, name));
  if (listWithId) return { provider: listWithId.provider, model: name };

  if (namedList && modelPart) return { provider: namedList.provider, model: modelPart };

  if (namedList) {
    const [first] = namedList.models;
    return first && { provider: namedList.provider, model: first.id };
  }

  const lastResort = lists.find(({ models }) => isTrusted || models.length === 0);
  return lastResort && { provider: lastResort.provider, model: name };
}

function includesModel({ models }: ModelList, id: string): boolean {
  return models.some((model) => model.id === id);
}
