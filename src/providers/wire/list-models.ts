import type { ModelInfo } from '../../contracts/provider.ts';
import { asList, dig } from './json.ts';

/** A list that grows without end must not fill the memory. */
const MOST_MODELS = 2_000;

/** What a back end tells of a model; what is not of the right type counts as not told. */
export interface ListedModel extends Pick<ModelInfo, 'parameters'> {
  readonly id?: unknown;
  readonly contextWindow?: unknown;
  readonly images?: unknown;
  readonly reasoning?: unknown;
  readonly price?: ModelInfo['price'] | undefined;
}

/**
 * The models that `{data: […]}`, `{models: […]}` or a mere list holds, in its order, each once; `read` gives `undefined` for what does not
 * chat.
 */
export function listModels(
  json: unknown,
  read: (entry: unknown) => ListedModel | undefined,
): readonly ModelInfo[] {
  const list = [json, dig(json, 'data'), dig(json, 'models')].find(Array.isArray);
  const models = asList(list).flatMap((entry) => toModelInfo(read(entry)) ?? []);
  const unique = new Map(models.map((model) => [model.id, model]));
  return [...unique.values()].slice(0, MOST_MODELS);
}

function toModelInfo(told: ListedModel | undefined): ModelInfo | undefined {
  const { id, contextWindow, images, reasoning, price, parameters } = told ?? {};
  if (typeof id !== 'string' || id === '') return undefined;
  return {
    id,
    ...(typeof contextWindow === 'number' && contextWindow > 0 && { contextWindow }),
    ...(typeof images === 'boolean' && { images }),
    ...(typeof reasoning === 'boolean' && { reasoning }),
    ...(price && { price }),
    ...(parameters && { parameters }),
  };
}
