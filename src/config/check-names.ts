import type { Fallbacks, Routing } from '../contracts/routing.ts';
import { nearestWord } from '../lib/nearest-word.ts';

/** Who could answer. */
export interface KnownProviders {
  /** Every provider that there is. */
  readonly all: readonly string[];
  /** Those that are set up. */
  readonly ready: readonly string[];
}

/** A place in the file, and what is wrong there and what helps, in two sentences. */
export interface Complaint {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** A name of a model, where it stands, and whether an alias may stand there. */
interface Use {
  readonly name: string;
  readonly path: readonly PropertyKey[];
  readonly takesAlias: boolean;
}

const ALIAS = /^[^\s/*]{1,64}$/;
const LISTS = { general: 'general', largerContext: 'larger_context', policy: 'policy' } as const;

/** Whether every name means something. An answer of a provider that is not set up cannot come: that is only worth a warning. */
export function checkNames(routing: Routing, providers: KnownProviders) {
  const uses = usesIn(routing);
  const patterns = [...routing.models.keys()].filter((name) => name !== '*');
  return {
    errors: [
      ...[...routing.aliases.keys()].flatMap((name) => aliasComplaint(name, providers) ?? []),
      ...uses.flatMap((use) => useComplaint(use, routing, providers) ?? []),
      ...patterns.flatMap((name) => {
        const use = { name, path: ['models', name], takesAlias: false };
        return useComplaint(use, routing, providers) ?? [];
      }),
    ],
    warnings: uses.flatMap(({ name, path }) => {
      const provider = providerOf(name);
      if (provider === undefined || providers.ready.includes(provider)) return [];
      const cure = `Set ${provider.toUpperCase()}_API_KEY, or its address, or take it out.`;
      return { path, message: `“${name}” cannot answer: ${provider} is not set up. ${cure}` };
    }),
  };
}

function usesIn({ aliases, fallbacks, defaultModel }: Routing): readonly Use[] {
  return [
    ...(defaultModel === undefined
      ? []
      : [{ name: defaultModel, path: ['default'], takesAlias: true }]),
    ...[...aliases].flatMap(([alias, { targets, fallbacks: own }]) => [
      ...targets.map(({ model }, at) => ({
        name: model,
        path: ['aliases', alias, 'targets', at],
        takesAlias: false,
      })),
      ...usesInFallbacks(own, ['aliases', alias, 'fallbacks']),
    ]),
    ...usesInFallbacks(fallbacks, ['fallbacks']),
  ];
}

function usesInFallbacks(fallbacks: Fallbacks, path: readonly PropertyKey[]): readonly Use[] {
  return Object.entries(LISTS).flatMap(([list, key]) =>
    (fallbacks[list as keyof Fallbacks] ?? []).map((name, at) => ({
      name,
      path: [...path, key, at],
      takesAlias: true,
    })),
  );
}

function aliasComplaint(alias: string, { all }: KnownProviders): Complaint | undefined {
  const path = ['aliases', alias];
  if (all.includes(alias))
    return { path, message: `“${alias}” is the name of a provider. Call the alias otherwise.` };
  if (ALIAS.test(alias)) return undefined;
  return {
    path,
    message: `“${alias}” is no name for an alias. Take at most 64 characters, without blanks, / and *.`,
  };
}

function useComplaint(
  { name, path, takesAlias }: Use,
  routing: Routing,
  { all }: KnownProviders,
): Complaint | undefined {
  const aliases = takesAlias ? [...routing.aliases.keys()] : [];
  const provider = providerOf(name);
  if (provider !== undefined && all.includes(provider)) return undefined;
  if (provider !== undefined) {
    const meant = nearestWord(provider, all);
    const cure = meant
      ? `Did you mean ${meant}${name.slice(provider.length)}?`
      : `There are: ${all.join(', ')}.`;
    return { path, message: `“${name}”: there is no provider ${provider}. ${cure}` };
  }
  if (aliases.includes(name)) return undefined;
  const meant = nearestWord(name, aliases);
  const cure = meant
    ? `Did you mean ${meant}?`
    : 'Write the name with its provider, as in openai/gpt-5.';
  return {
    path,
    message: `“${name}” is ${takesAlias ? 'neither an alias nor' : 'not'} provider/model. ${cure}`,
  };
}

/** `undefined`: it is no name of the form `provider/model`. */
function providerOf(name: string): string | undefined {
  return /^([^/\s]+)\/\S/.exec(name)?.[1];
}
