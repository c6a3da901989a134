import type { ModelInfo, Provider } from '../../src/contracts/provider.ts';
import { createKeyRings } from '../../src/router/key-ring.ts';
import type { ModelList } from '../../src/router/model-target.ts';

/** The list of a provider that has these models. */
export function createModelList(
  name: string,
  models: readonly (string | ModelInfo)[],
  more: Partial<Provider> = {},
): ModelList {
  const key: Provider = { name, models: async () => [], async *stream() {}, ...more };
  const [provider] = createKeyRings([key]);
  if (!provider) throw new Error('A key ring has one key.');
  return {
    provider,
    models: models.map((model) => (typeof model === 'string' ? { id: model } : model)),
  };
}
