import type { ModelInfo } from '../contracts/provider.ts';
import type { Fallbacks, ModelRules, Routing } from '../contracts/routing.ts';
import type { KeyRing } from './key-ring.ts';
import type { ModelTarget } from './resolve-model.ts';

/** Who answers a question, and who else might. */
export interface Route {
  /** What was asked for, by the name that people use. */
  readonly name: string;
  /** Any of these is what was asked for. In the order in which they are asked. */
  readonly primary: readonly PlannedTarget[];
  /** These are not. */
  readonly fallbacks: Readonly<Record<keyof Fallbacks, readonly PlannedTarget[]>>;
}

export interface PlannedTarget extends ModelTarget {
  readonly info: ModelInfo;
  readonly rules: ModelRules;
}

export interface RoutePlanner {
  readonly routing: Routing;
  readonly providers: readonly KeyRing[];
  readonly random: () => number;
  describe(target: ModelTarget): PlannedTarget;
}

/** `own` is empty where no provider of its models is set up. `undefined`: there is no such alias. */
export function planAlias(planner: RoutePlanner, name: string): Route | undefined {
  const alias = planner.routing.aliases.get(name);
  if (!alias) return undefined;
  const own = drawnTargets(planner, name).map(planner.describe);
  return withFallbacks(
    planner,
    { name, primary: own },
    { ...planner.routing.fallbacks, ...alias.fallbacks },
  );
}

export function planModel(planner: RoutePlanner, target: ModelTarget): Route {
  return withFallbacks(
    planner,
    { name: targetName(target), primary: [planner.describe(target)] },
    planner.routing.fallbacks,
  );
}

export function targetName({ provider, model }: ModelTarget): string {
  return `${provider.name}/${model}`;
}

/** The models that a name of the configuration stands for, of those providers that are set up. In the order of the file. */
export function configuredTargets(
  planner: Pick<RoutePlanner, 'routing' | 'providers'>,
  name: string,
): readonly WeightedTarget[] {
  const targets = planner.routing.aliases.get(name)?.targets ?? [{ model: name }];
  return targets.flatMap(({ model: full, weight }) => {
    const [providerName, ...rest] = full.split('/');
    const provider = planner.providers.find((one) => one.name === providerName);
    return provider ? { provider, model: rest.join('/'), weight } : [];
  });
}

type WeightedTarget = ModelTarget & { readonly weight: number | undefined };

function withFallbacks(
  planner: RoutePlanner,
  route: Pick<Route, 'name' | 'primary'>,
  fallbacks: Fallbacks,
): Route {
  const isOwn = (target: ModelTarget) =>
    route.primary.some((own) => targetName(own) === targetName(target));
  const plan = (names: readonly string[] = []) =>
    names
      .flatMap((name) => drawnTargets(planner, name))
      .filter((target) => !isOwn(target))
      .map(planner.describe);
  const { general, largerContext, policy } = fallbacks;
  return {
    ...route,
    fallbacks: { general: plan(general), largerContext: plan(largerContext), policy: plan(policy) },
  };
}

/** By weight it is drawn who begins; the others follow in their order. */
function drawnTargets(planner: RoutePlanner, name: string): readonly ModelTarget[] {
  const targets = configuredTargets(planner, name);
  if (targets.every(({ weight }) => weight === undefined)) return targets;
  const sums = targets.map((_, at) =>
    targets.slice(0, at + 1).reduce((sum, { weight = 1 }) => sum + weight, 0),
  );
  const drawn = planner.random() * (sums.at(-1) ?? 0);
  const first = targets[sums.findIndex((sum) => drawn < sum)];
  return first ? [first, ...targets.filter((target) => target !== first)] : targets;
}

/** What is said of the model `provider/model`: of beginnings first, and over it what is said of longer ones, and of the whole name. */
export function rulesFor({ models }: Routing, name: string): ModelRules {
  const fitting = [...models].filter(([pattern]) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
  const exactness = (pattern: string) => (pattern.endsWith('*') ? pattern.length : Infinity);
  return fitting
    .sort(([a], [b]) => exactness(a) - exactness(b))
    .reduce<ModelRules>((all, [, rules]) => merge(all, rules), {});
}

function merge(all: ModelRules, rules: ModelRules): ModelRules {
  return {
    ...all,
    ...rules,
    limits: { ...all.limits, ...rules.limits },
    parameters: { ...all.parameters, ...rules.parameters },
  };
}
