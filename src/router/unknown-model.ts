import type { Routing } from '../contracts/routing.ts';
import { ProviderError } from '../errors.ts';
import type { ProviderModels } from './resolve-model.ts';
import { targetName } from './route.ts';

/** An error that names all of several hundred models helps nobody. */
const MOST_NAMES = 20;

/** What is told of a name under which nobody answers. */
export function unknownModelError(
  name: string,
  offers: readonly ProviderModels[],
  { aliases }: Routing,
): ProviderError {
  const options = { kind: 'not_found', provider: name.split('/', 1)[0] ?? name } as const;
  const alias = aliases.get(name);
  if (alias) {
    const targets = alias.targets.map(({ model }) => model).join(', ');
    const cure = 'Set the key of one of them, or name another one in parley.yaml.';
    return new ProviderError(
      `No provider of “${name}” is set up: it stands for ${targets}. ${cure}`,
      options,
    );
  }
  if (offers.some(({ provider }) => provider.name === name)) {
    const cure = `Set DEFAULT_MODEL, for instance to ${name}/the-model, and see in the log why.`;
    return new ProviderError(
      `${name} does not list its models, so there is none to begin with. ${cure}`,
      options,
    );
  }
  const listed = offers.flatMap(({ provider, models }) =>
    models.map(({ id }) => targetName({ provider, model: id })),
  );
  const names = [...aliases.keys(), ...listed];
  const shown = names.slice(0, MOST_NAMES).join(', ') || 'none';
  const more = names.length > MOST_NAMES ? `, and ${names.length - MOST_NAMES} more` : '';
  return new ProviderError(
    `No provider has a model “${name}”. Known are: ${shown}${more}.`,
    options,
  );
}
