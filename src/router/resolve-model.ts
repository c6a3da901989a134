import type { ModelList, ModelTarget } from './model-target.ts';
import { pickModel } from './pick-model.ts';

/** The circumstances in which a name is read. */
interface Reading {
  /** The operator configured the name. */
  readonly isTrusted: boolean;
  /** The time; Unix milliseconds. */
  readonly now: number;
}

/**
 * Finds the target that a name means. The first of these readings that fits counts:
 *
 * 1. `provider/model`, where the provider lists the model
 * 2. a model's id that a provider lists; the id may hold slashes itself
 * 3. `provider/model`, where the provider does not list the model
 * 4. a provider alone: the model that answers where nobody chose one
 * 5. any other id: a model of the first provider that lists none or, when `isTrusted`, of the first
 *    provider
 *
 * @returns `undefined` when no reading fits.
 */
export function resolveModel(
  name: string,
  lists: readonly ModelList[],
  { isTrusted, now }: Reading,
): ModelTarget | undefined {
  const slash = name.indexOf('/');
  const prefix = slash < 0 ? name : name.slice(0, slash);
  const modelPart = slash > 0 ? name.slice(slash + 1) : '';
  const namedList = lists.find(({ provider }) => isSameName(provider.name, prefix));

  const ownId = namedList && findId(namedList, modelPart);
  if (namedList && ownId) return { provider: namedList.provider, model: ownId };

  const [listed] = lists.flatMap((list) => {
    const id = findId(list, name);
    return id ? [{ provider: list.provider, model: id }] : [];
  });
  if (listed) return listed;

  if (namedList && modelPart) return { provider: namedList.provider, model: modelPart };
  if (namedList) return pickModel(namedList, now);

  const lastResort = lists.find(({ models }) => isTrusted || models.length === 0);
  return lastResort && { provider: lastResort.provider, model: name };
}

/** The id as the provider writes it, whatever its case in the name. */
function findId({ models }: ModelList, id: string): string | undefined {
  const exact = models.find((model) => model.id === id);
  return (exact ?? models.find((model) => isSameName(model.id, id)))?.id;
}

function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
