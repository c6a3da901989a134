import type { LimitRules } from '../contracts/limits.ts';
import type { Routing } from '../contracts/routing.ts';
import { describeModels, type ReadList } from '../router/describe-models.ts';
import { listNamedModels } from '../router/named-models.ts';
import { resolveModel } from '../router/resolve-model.ts';
import { planTarget, targetName } from '../router/route.ts';
import type { Row } from './row.ts';

/** What decides which models answer, and what they cost. */
interface PriceChecks {
  readonly lists: readonly ReadList[];
  readonly routing: Routing;
  readonly defaultModel: string | undefined;
  /** The time; Unix milliseconds. */
  readonly now: number;
}

const CURE =
  'Say its price under models in parley.yaml, or write unpriced: allow under limits: docs/models.md explains it.';

/** Finds the configured models that do not answer where dollars are limited, because nobody knows their price. */
export function checkPrices(checks: PriceChecks): readonly Row[] {
  const { lists, routing, defaultModel, now } = checks;
  if (![...(routing.limits?.values() ?? [])].some(needsPrices)) return [];

  const providers = lists.map(({ provider }) => provider);
  const infoOf = ({ provider, model }: { provider: unknown; model: string }) =>
    lists.find((list) => list.provider === provider)?.models.find(({ id }) => id === model);
  const parts = { routing, providers, random: () => 0, infoOf };

  const named = listNamedModels(routing, defaultModel).map(({ name }) => name);
  const names = [...named, describeModels(checks).defaultModel ?? []].flat();
  const targets = names
    .filter((name) => !routing.aliases.has(name))
    .flatMap((name) => resolveModel(name, lists, { isTrusted: true, now }) ?? []);
  const unpriced = targets
    .map((target) => planTarget(parts, target))
    .filter(({ info }) => info.price === undefined);

  return [...new Set(unpriced.map(targetName))].map((name) => ({
    part: 'models',
    state: 'note',
    subject: name,
    result: 'Has no known price, so it does not answer: dollars are limited.',
    cure: CURE,
  }));
}

function needsPrices({ unpriced, ...subjects }: LimitRules): boolean {
  const hasDollars = Object.values(subjects).some(({ usdPerDay, usdPerMonth }) =>
    [usdPerDay, usdPerMonth].some((most) => typeof most === 'number'),
  );
  return hasDollars && unpriced !== 'allow';
}
