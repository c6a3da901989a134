import type { ModelInfo } from '../../contracts/provider.ts';

/** A list that grows without end must not fill the memory. */
const MOST_MODELS = 2_000;

/** What a back end tells of a model; what is not of the right type counts as not told. */
export type ToldModel = Pick<ModelInfo, 'parameters'> & {
  readonly [Field in 'id' | 'contextWindow' | 'images' | 'reasoning']?: unknown;
};

/** The models of a list in its order, each once; `read` gives `undefined` for what does not chat. */
export function listModels(list: unknown, read: (entry: unknown) => ToldModel | undefined): readonly ModelInfo[] {
  const entries: readonly unknown[] = Array.isArray(list) ? list : [];
  const models = entries.flatMap((entry) => toModelInfo(read(entry)) ?? []);
  const unique = new Map(models.map((model) => [model.id, model]));
  return [...unique.values()].slice(0, MOST_MODELS);
}

function toModelInfo(told: ToldModel | undefined): ModelInfo | undefined {
  const { id, contextWindow, images, reasoning, parameters } = told ?? {};
  if (typeof id !== 'string' || id === '') return undefined;
  return {
    id,
    ...(typeof contextWindow === 'number' && contextWindow > 0 && { contextWindow }),
    ...(typeof images === 'boolean' && { images }),
    ...(typeof reasoning === 'boolean' && { reasoning }),
    ...(parameters && { parameters }),
  };
}
