import { ProviderError } from '../../errors.ts';

/** For back ends whose models are known before they are asked. */
export function createUnknownModelError(
  provider: string,
  model: string,
  known: readonly string[],
): ProviderError {
  return new ProviderError(`${provider} has no model “${model}”, only ${known.join(', ')}.`, {
    kind: 'not_found',
    provider,
  });
}
