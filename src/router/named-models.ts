import type { Fallbacks, Routing } from '../contracts/routing.ts';

/** A place where the operator names a model. */
export interface NamedModel {
  /** A `provider/model`, an alias, or only a model's id. */
  readonly name: string;
  /** `DEFAULT_MODEL`, or `aliases.smart in parley.yaml`. */
  readonly place: string;
}

const FALLBACK_KEYS: Readonly<Record<keyof Fallbacks, string>> = {
  general: 'general',
  largerContext: 'larger_context',
  policy: 'policy',
  vision: 'vision',
};

/** Lists all places where `DEFAULT_MODEL` and `parley.yaml` name models. */
export function listNamedModels(
  { aliases, fallbacks, personas, scopes, defaultModel }: Routing,
  variable: string | undefined,
): readonly NamedModel[] {
  const named = (name: string | undefined, place: string): readonly NamedModel[] =>
    name === undefined ? [] : [{ name, place }];
  const inFile = (name: string | undefined, path: string) => named(name, `${path} in parley.yaml`);
  const inFallbacks = (lists: Fallbacks, path: string) =>
    Object.entries(FALLBACK_KEYS).flatMap(([list, key]) =>
      (lists[list as keyof Fallbacks] ?? []).flatMap((name) => inFile(name, `${path}.${key}`)),
    );

  return [
    ...named(variable, 'DEFAULT_MODEL'),
    ...inFile(defaultModel, 'default'),
    ...[...aliases].flatMap(([alias, { targets, fallbacks: own }]) => [
      ...targets.flatMap(({ model }) => inFile(model, `aliases.${alias}`)),
      ...inFallbacks(own, `aliases.${alias}.fallbacks`),
    ]),
    ...inFallbacks(fallbacks, 'fallbacks'),
    ...[...(personas ?? [])].flatMap(([persona, { model }]) =>
      inFile(model, `personas.${persona}.model`),
    ),
    ...[...scopes].flatMap(([scope, { model, summaryModel }]) => [
      ...inFile(model, `scopes.${scope}.model`),
      ...inFile(summaryModel, `scopes.${scope}.summary_model`),
    ]),
  ];
}
