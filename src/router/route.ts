import type { ModelInfo, ProviderErrorKind } from '../contracts/provider.ts';
import type { RoutedModel } from '../contracts/router.ts';
import type { AliasTarget, Fallbacks, ModelRules, Routing } from '../contracts/routing.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { findPrice } from './find-price.ts';
import { firstProvider } from './first-provider.ts';
import type { KeyRing } from './key-ring.ts';
import type { ModelTarget } from './model-target.ts';

/** The targets that may answer one question. */
export interface Route {
  /** The requested model or alias, by the name that people use. */
  readonly name: string;
  /** The requested targets, in the order in which the router tries them. Any of them may answer. */
  readonly primary: readonly PlannedTarget[];
  /** Why the primary targets answer although others were requested. Absent: they were requested. */
  readonly replacementReason?: ProviderErrorKind;
  /** Targets that were not requested. The answer says so when it comes from one of them. */
  readonly fallbacks: Readonly<Record<keyof Fallbacks, readonly PlannedTarget[]>>;
}

/** A target, with the description and the rules of its model. */
export interface PlannedTarget extends ModelTarget {
  /** The provider's description of the model, with the changes that `parley.yaml` makes. */
  readonly info: ModelInfo;
  readonly rules: ModelRules;
  /** Where the price in `info` comes from. Absent: it has none. */
  readonly priceSource?: RoutedModel['priceSource'];
}

/** The parts that plan a route. */
export interface RouteParts {
  /** One snapshot for the whole route, whatever the operator edits meanwhile. */
  readonly routing: Routing;
  readonly providers: readonly KeyRing[];
  /** Gives 0 ≤ x < 1. */
  readonly random: () => number;
  /** The provider's description of a model. `undefined`: it does not list the model. */
  infoOf(target: ModelTarget): ModelInfo | undefined;
}

/**
 * Plans the route of an alias. It has no primary targets when none of their providers is set up.
 *
 * @returns `undefined` when there is no such alias.
 */
export function planAlias(parts: RouteParts, name: string): Route | undefined {
  const { routing } = parts;
  const alias = routing.aliases.get(name);
  if (!alias) return undefined;

  const primary = drawTargets(parts, name).map((target) => planTarget(parts, target));
  const fallbacks = { ...routing.fallbacks, ...alias.fallbacks };
  return { name, primary, fallbacks: planFallbacks(parts, primary, fallbacks) };
}

/** Plans the route of a single model. */
export function planModel(parts: RouteParts, target: ModelTarget): Route {
  const primary = [planTarget(parts, target)];
  const fallbacks = planFallbacks(parts, primary, parts.routing.fallbacks);
  return { name: targetName(target), primary, fallbacks };
}

/** Adds to a target what its provider and `parley.yaml` say of the model. */
export function planTarget(parts: RouteParts, { provider, model }: ModelTarget): PlannedTarget {
  const rules = rulesFor(parts.routing, targetName({ provider, model }));
  const { contextWindow, audio } = rules;
  const takesImages = firstProvider(provider)?.takesImages ?? true;
  const images = takesImages ? rules.images : false;
  const listed = parts.infoOf({ provider, model });
  const { price, priceSource } = findPrice({ provider, model }, rules, listed);
  const info = { id: model, ...listed, ...omitUndefined({ contextWindow, images, audio, price }) };
  return { provider, model, info, rules, ...omitUndefined({ priceSource }) };
}

/** The name that people use for a target: `provider/model`. */
export function targetName({ provider, model }: ModelTarget): string {
  return `${provider.name}/${model}`;
}

/**
 * Gives the targets of an alias, or of `provider/model`, in their order. Leaves out providers that
 * are not set up.
 */
export function configuredTargets(
  { routing, providers }: Pick<RouteParts, 'routing' | 'providers'>,
  name: string,
): readonly WeightedTarget[] {
  const targets: readonly AliasTarget[] = routing.aliases.get(name)?.targets ?? [{ model: name }];
  return targets.flatMap(({ model: fullName, weight }) => {
    const [providerName, ...modelParts] = fullName.split('/');
    const provider = providers.find((candidate) => candidate.name === providerName);
    return provider ? { provider, model: modelParts.join('/'), weight } : [];
  });
}

type WeightedTarget = ModelTarget & { readonly weight: number | undefined };

function planFallbacks(
  parts: RouteParts,
  primary: readonly PlannedTarget[],
  { general, largerContext, policy, vision }: Fallbacks,
): Route['fallbacks'] {
  const primaryNames = new Set(primary.map(targetName));
  const planList = (names: readonly string[] = []) =>
    names
      .flatMap((name) => drawTargets(parts, name))
      .filter((target) => !primaryNames.has(targetName(target)))
      .map((target) => planTarget(parts, target));

  return {
    general: planList(general),
    largerContext: planList(largerContext),
    policy: planList(policy),
    vision: planList(vision),
  };
}

/**
 * Picks the first target at random, by weight; the others keep their order. Without any weights,
 * the first target stays the first.
 */
function drawTargets(parts: RouteParts, name: string): readonly ModelTarget[] {
  const targets = configuredTargets(parts, name);
  if (targets.every(({ weight }) => weight === undefined)) return targets;

  const total = targets.reduce((sum, { weight = 1 }) => sum + weight, 0);
  let remaining = parts.random() * total;
  for (const target of targets) {
    remaining -= target.weight ?? 1;
    if (remaining < 0) return [target, ...targets.filter((other) => other !== target)];
  }
  return targets;
}

/** Merges all rules that match a model. A longer pattern wins, and the whole name wins most. */
function rulesFor({ models }: Routing, name: string): ModelRules {
  const matching = [...models].filter(([pattern]) =>
    isPrefix(pattern) ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
  const exactness = (pattern: string) => (isPrefix(pattern) ? pattern.length : Infinity);
  return matching
    .sort(([a], [b]) => exactness(a) - exactness(b))
    .reduce<ModelRules>((merged, [, rules]) => mergeRules(merged, rules), {});
}

function isPrefix(pattern: string): boolean {
  return pattern.endsWith('*');
}

function mergeRules(general: ModelRules, exact: ModelRules): ModelRules {
  return {
    ...general,
    ...exact,
    limits: { ...general.limits, ...exact.limits },
    parameters: { ...general.parameters, ...exact.parameters },
  };
}
