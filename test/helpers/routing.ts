import type { Alias, ModelRules, Routing } from '../../src/contracts/routing.ts';

interface RoutingOptions extends Partial<Omit<Routing, 'aliases' | 'models'>> {
  /** By name. A list of models is an alias without fallbacks. */
  readonly aliases?: Readonly<Record<string, readonly string[] | Alias>>;
  readonly models?: Readonly<Record<string, ModelRules>>;
}

/** Makes a routing like that of a parley.yaml. */
export function createRouting({
  aliases = {},
  models = {},
  ...others
}: RoutingOptions = {}): Routing {
  const entries = Object.entries(aliases).map(([name, alias]) => [name, toAlias(alias)] as const);
  return {
    fallbacks: {},
    scopes: new Map(),
    ...others,
    aliases: new Map(entries),
    models: new Map(Object.entries(models)),
  };
}

function toAlias(alias: readonly string[] | Alias): Alias {
  if ('targets' in alias) return alias;
  return { targets: alias.map((model) => ({ model })), fallbacks: {} };
}
