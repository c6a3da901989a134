import { ProviderError } from '../../errors.ts';

/**
 * The error of a back end that offers only the models of `knownModels`, for a model that is not one
 * of them.
 */
export function createUnknownModelError(
  provider: string,
  model: string,
  knownModels: readonly string[],
): ProviderError {
  return new ProviderError(`${provider} has no model “${model}”, only ${knownModels.join(', ')}.`, {
    kind: 'not_found',
    provider,
  });
}
