import type { Fallbacks, Routing } from '../contracts/routing.ts';
import { nearestWord } from '../lib/nearest-word.ts';

/** The names of the providers. */
export interface ProviderNames {
  /** Every provider that Parley knows. */
  readonly all: readonly string[];
  /** The providers that are set up. */
  readonly ready: readonly string[];
}

/** A problem at one place of `parley.yaml`. */
export interface Complaint {
  readonly path: readonly PropertyKey[];
  /** Two sentences: what is wrong, and what helps. */
  readonly message: string;
}

/** A place of the file that names a model. */
interface ModelUse {
  readonly name: string;
  readonly path: readonly PropertyKey[];
  readonly mayBeAlias: boolean;
}

/**
 * `bot`, a network, one of several bots of a network, or one of these two with the id of a server, a category,
 * a group, a channel, a thread or a topic.
 */
const SCOPE_NAME =
  /^(?:bot|discord(?:@[a-z][a-z0-9_-]{0,31})?(?::\d+)?|telegram(?:@[a-z][a-z0-9_-]{0,31})?(?::-?\d+(?:\/\d+)?)?)$/;
const WIDE_SCOPES = ['bot', 'discord', 'telegram'];
/** The words that `/persona` understands in place of a name. */
const PERSONA_WORDS = ['none', 'default', 'reset', 'show', 'write'];
const ALIAS_NAME = /^[^\s/*]{1,64}$/;
/** The lists of fallbacks, by the names that they have in the file. */
const FALLBACK_KEYS = {
  general: 'general',
  largerContext: 'larger_context',
  policy: 'policy',
  vision: 'vision',
} as const;

/**
 * Checks that every name in the routing means something. A model of a provider that is not set up
 * gets a warning only: Parley works without it.
 */
export function checkNames(routing: Routing, providers: ProviderNames) {
  const uses = findModelUses(routing);
  const patternUses = [...routing.models.keys()]
    .filter((name) => name !== '*')
    .map((name) => ({ name, path: ['models', name], mayBeAlias: false }));

  const aliasErrors = [...routing.aliases.keys()].flatMap(
    (name) => checkAlias(name, providers) ?? [],
  );
  const personaNames = [...(routing.personas?.keys() ?? [])];
  const personaErrors = personaNames.flatMap((name) => checkPersonaName(name) ?? []);
  const scopeErrors = [...routing.scopes].flatMap(
    ([scope, { persona }]) =>
      checkScope(scope) ?? checkPersonaUse(scope, persona, personaNames) ?? [],
  );
  const useErrors = [...uses, ...patternUses].flatMap(
    (use) => checkUse(use, routing, providers) ?? [],
  );
  return {
    errors: [...aliasErrors, ...personaErrors, ...scopeErrors, ...useErrors],
    warnings: uses.flatMap((use) => checkIsReady(use, providers) ?? checkSees(use, routing) ?? []),
  };
}

function findModelUses(routing: Routing): readonly ModelUse[] {
  const { aliases, fallbacks, defaultModel, personas, scopes } = routing;
  const defaultUses = useOf(defaultModel, ['default']);
  const aliasUses = [...aliases].flatMap(([alias, { targets, fallbacks: aliasFallbacks }]) => [
    ...targets.map(({ model }, index) => ({
      name: model,
      path: ['aliases', alias, 'targets', index],
      mayBeAlias: false,
    })),
    ...findFallbackUses(aliasFallbacks, ['aliases', alias, 'fallbacks']),
  ]);

  const personaUses = [...(personas ?? [])].flatMap(([persona, { model }]) =>
    useOf(model, ['personas', persona, 'model']),
  );
  const scopeUses = [...scopes].flatMap(([scope, { model, summaryModel }]) => [
    ...useOf(model, ['scopes', scope, 'model']),
    ...useOf(summaryModel, ['scopes', scope, 'summary_model']),
  ]);

  const fallbackUses = findFallbackUses(fallbacks, ['fallbacks']);
  const limitUses = findLimitUses(routing);
  return [
    ...defaultUses,
    ...aliasUses,
    ...fallbackUses,
    ...personaUses,
    ...scopeUses,
    ...limitUses,
  ];
}

/** The models that answer at the end of a limit. */
function findLimitUses({ limits }: Routing): readonly ModelUse[] {
  return [...(limits ?? [])].flatMap(([scope, rules]) => {
    const { unpriced: _, ...sets } = rules;
    const path = scope === 'bot' ? ['limits'] : ['scopes', scope, 'limits'];
    return Object.entries(sets).flatMap(([subject, { degrade }]) =>
      useOf(degrade === 'none' ? undefined : degrade, [...path, subject, 'degrade']),
    );
  });
}

function useOf(name: string | undefined, path: readonly PropertyKey[]): readonly ModelUse[] {
  return name === undefined ? [] : [{ name, path, mayBeAlias: true }];
}

function findFallbackUses(fallbacks: Fallbacks, path: readonly PropertyKey[]): readonly ModelUse[] {
  return Object.entries(FALLBACK_KEYS).flatMap(([list, key]) =>
    (fallbacks[list as keyof Fallbacks] ?? []).map((name, index) => ({
      name,
      path: [...path, key, index],
      mayBeAlias: true,
    })),
  );
}

function checkAlias(alias: string, { all }: ProviderNames): Complaint | undefined {
  const path = ['aliases', alias];
  if (all.includes(alias)) {
    return { path, message: `“${alias}” is the name of a provider. Give the alias another name.` };
  }
  return checkSpelling(alias, 'an alias', path);
}

function checkSpelling(
  name: string,
  kind: string,
  path: readonly PropertyKey[],
): Complaint | undefined {
  if (ALIAS_NAME.test(name)) return undefined;
  const cure = 'Use at most 64 characters, without spaces, / and *.';
  return { path, message: `“${name}” cannot be the name of ${kind}. ${cure}` };
}

function checkPersonaName(name: string): Complaint | undefined {
  const path = ['personas', name];
  if (PERSONA_WORDS.includes(name.toLowerCase())) {
    const message = `“${name}” is a word of the command /persona. Give the persona another name.`;
    return { path, message };
  }
  return checkSpelling(name, 'a persona', path);
}

/** A persona that a scope names. An empty name removes that of wider scopes. */
function checkPersonaUse(
  scope: string,
  persona: string | undefined,
  names: readonly string[],
): Complaint | undefined {
  if (!persona || names.includes(persona)) return undefined;
  const suggestion = nearestWord(persona, names);
  const list = names.length > 0 ? `They are: ${names.join(', ')}.` : 'Write it under personas.';
  const cure = suggestion ? `Did you mean ${suggestion}?` : list;
  const path = ['scopes', scope, 'persona'];
  return { path, message: `“${persona}” is no persona of this file. ${cure}` };
}

function checkScope(name: string): Complaint | undefined {
  if (SCOPE_NAME.test(name)) return undefined;
  const [word = ''] = name.split(/[:@]/, 1);
  const wide = nearestWord(word, WIDE_SCOPES);
  const corrected = `${wide}${name.slice(word.length)}`;
  const isTypo = wide !== undefined && corrected !== name && SCOPE_NAME.test(corrected);
  const cure = isTypo
    ? `Did you mean ${corrected}?`
    : 'Write bot, discord, telegram, or a network with an id, such as discord:123456789 or telegram:-100123456789/7.';
  return { path: ['scopes', name], message: `“${name}” is no scope. ${cure}` };
}

function checkUse(
  { name, path, mayBeAlias }: ModelUse,
  routing: Routing,
  { all }: ProviderNames,
): Complaint | undefined {
  const provider = providerOf(name);

  if (provider !== undefined) {
    if (all.includes(provider)) return undefined;
    const suggestion = nearestWord(provider, all);
    const cure = suggestion
      ? `Did you mean ${suggestion}${name.slice(provider.length)}?`
      : `The providers are: ${all.join(', ')}.`;
    return { path, message: `“${name}”: there is no provider ${provider}. ${cure}` };
  }

  const aliases = mayBeAlias ? [...routing.aliases.keys()] : [];
  if (aliases.includes(name)) return undefined;
  const suggestion = nearestWord(name, aliases);
  const cure = suggestion
    ? `Did you mean ${suggestion}?`
    : 'Write the name with its provider, as in openai/gpt-5.';
  const problem = mayBeAlias ? 'neither an alias nor' : 'not';
  return { path, message: `“${name}” is ${problem} provider/model. ${cure}` };
}

function checkIsReady({ name, path }: ModelUse, { ready }: ProviderNames): Complaint | undefined {
  const provider = providerOf(name);
  if (provider === undefined || ready.includes(provider)) return undefined;

  const cure = `Set ${provider.toUpperCase()}_API_KEY, or its address, or remove this name.`;
  return { path, message: `“${name}” cannot answer: ${provider} is not set up. ${cure}` };
}

/** A model that is said to be blind is no help with pictures. */
function checkSees({ name, path }: ModelUse, { models }: Routing): Complaint | undefined {
  const isForPictures = path.at(-2) === FALLBACK_KEYS.vision;
  if (!isForPictures || models.get(name)?.images !== false) return undefined;
  return {
    path,
    message: `“${name}” cannot answer: models.${name}.images is false. Remove that line, or name a model that sees.`,
  };
}

/** The provider of a name. `undefined`: the name does not have the form `provider/model`. */
function providerOf(name: string): string | undefined {
  return /^([^/\s]+)\/\S/.exec(name)?.[1];
}
