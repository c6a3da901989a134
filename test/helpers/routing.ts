import type { Alias, Routing } from '../../src/contracts/routing.ts';

type Parts = Partial<Omit<Routing, 'aliases' | 'models'>> & {
  readonly aliases?: Readonly<Record<string, readonly string[] | Alias>>;
  readonly models?: Readonly<
    Record<string, Routing['models'] extends ReadonlyMap<string, infer Rules> ? Rules : never>
  >;
};

/** A routing as parley.yaml would give it; of an alias the list of its models will do. */
export function createRouting({ aliases = {}, models = {}, ...rest }: Parts = {}): Routing {
  const whole = (alias: readonly string[] | Alias): Alias =>
    'targets' in alias ? alias : { targets: alias.map((model) => ({ model })), fallbacks: {} };
  return {
    fallbacks: {},
    ...rest,
    aliases: new Map(Object.entries(aliases).map(([name, alias]) => [name, whole(alias)])),
    models: new Map(Object.entries(models)),
  };
}
