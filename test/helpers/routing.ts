import type { Alias, Routing } from '../../src/contracts/routing.ts';

type RoutingParts = Partial<Omit<Routing, 'aliases' | 'models'>> & {
  readonly aliases?: Readonly<Record<string, readonly string[] | Alias>>;
  readonly models?: Readonly<
    Record<string, Routing['models'] extends ReadonlyMap<string, infer Rules> ? Rules : never>
  >;
};

/** Creates a routing as `parley.yaml` gives it. The list of its models is enough for an alias. */
export function createRouting({ aliases = {}, models = {}, ...rest }: RoutingParts = {}): Routing {
  const complete = (alias: readonly string[] | Alias): Alias =>
    'targets' in alias ? alias : { targets: alias.map((model) => ({ model })), fallbacks: {} };
  return {
    fallbacks: {},
    ...rest,
    aliases: new Map(Object.entries(aliases).map(([name, alias]) => [name, complete(alias)])),
    models: new Map(Object.entries(models)),
  };
}
