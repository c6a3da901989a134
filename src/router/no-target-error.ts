import type { Alias, Routing } from '../contracts/routing.ts';
import { ProviderError } from '../errors.ts';
import type { ModelList } from './model-target.ts';
import { targetName } from './route.ts';

/** A message with several hundred names would be of no help. */
const MAX_NAMES = 20;

/**
 * Makes the error for a name without a target. Its message says which names exist, or what to set.
 */
export function createNoTargetError(
  name: string,
  lists: readonly ModelList[],
  { routing, isUnchosen }: { readonly routing: Routing; readonly isUnchosen: boolean },
): ProviderError {
  const provider = name.split('/', 1)[0] ?? name;
  const kind = isUnchosen ? 'unchosen' : 'not_found';
  return new ProviderError(explain(name, lists, routing), { kind, provider });
}

function explain(name: string, lists: readonly ModelList[], { aliases }: Routing): string {
  const alias = aliases.get(name);
  if (alias) return explainAlias(name, alias);

  const isProvider = lists.some(({ provider }) => provider.name === name);
  if (isProvider) return explainEmptyList(name);

  return explainUnknownName(name, [...aliases.keys(), ...listedNames(lists)]);
}

function explainAlias(name: string, { targets }: Alias): string {
  const models = targets.map(({ model }) => model).join(', ');
  const cure = 'Set the key of one of them, or name another one in parley.yaml.';
  return `No provider of “${name}” is set up: it stands for ${models}. ${cure}`;
}

function explainEmptyList(providerName: string): string {
  const cure = `Set DEFAULT_MODEL, for instance to ${providerName}/the-model, or choose one with /model.`;
  return `${providerName} lists no model that chats; the log says why, if its list cannot be read. ${cure}`;
}

function explainUnknownName(name: string, existing: readonly string[]): string {
  const shown = existing.slice(0, MAX_NAMES).join(', ') || 'none';
  const hidden = existing.length - MAX_NAMES;
  const more = hidden > 0 ? `, and ${hidden} more` : '';
  return `No provider has a model “${name}”. The models are: ${shown}${more}.`;
}

function listedNames(lists: readonly ModelList[]): readonly string[] {
  return lists.flatMap(({ provider, models }) =>
    models.map(({ id }) => targetName({ provider, model: id })),
  );
}
