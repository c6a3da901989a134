/** How people call a model: with its provider, where that is known. */
export function modelName({
  provider,
  model,
}: {
  readonly provider: string;
  readonly model: string;
}): string {
  return provider ? `${provider}/${model}` : model;
}
