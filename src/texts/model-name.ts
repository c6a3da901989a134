/** The name that people use for a model: with its provider, where that is known. */
export function modelName({ provider, model }: { provider: string; model: string }): string {
  return provider ? `${provider}/${model}` : model;
}
