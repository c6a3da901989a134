import type { Provider } from '../contracts/provider.ts';
import type { RoutedModel } from '../contracts/router.ts';
import type { Routing } from '../contracts/routing.ts';
import { type Clock, sleep } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { candidatesFor } from './candidate.ts';
import type { Health, Speeds } from './health.ts';
import { createKeyRings } from './key-ring.ts';
import { createModelDiscovery } from './model-discovery.ts';
import { type ModelTarget, type ProviderModels, resolveModel } from './resolve-model.ts';
import {
  configuredTargets,
  type PlannedTarget,
  planAlias,
  planModel,
  type Route,
  type RoutePlanner,
  rulesFor,
  targetName,
} from './route.ts';
import { unknownModelError } from './unknown-model.ts';

/** What people can ask for, and who answers then. */
export interface Catalogue {
  readonly defaultModel: string;
  models(): Promise<readonly RoutedModel[]>;
  /** `undefined`: nobody answers under this name. */
  find(name: string): Promise<RoutedModel | undefined>;
  /** Rejects with a `ProviderError` that names what is known. */
  route(name: string): Promise<Route>;
}

export interface CatalogueParts {
  readonly providers: readonly Provider[];
  readonly routing: () => Routing;
  /** Goes before that of the routing, and need not name its provider. */
  readonly defaultModel?: string | undefined;
  readonly health: Health;
  readonly speeds: Speeds;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
}

/** How long after the start questions wait for the lists of providers where they can do without. */
const PATIENCE_MS = 2_000;

/** Starts to discover the models at once, so that the first question need not wait for them. */
export function createCatalogue({
  health,
  speeds,
  clock,
  random,
  ...parts
}: CatalogueParts): Catalogue {
  const providers = createKeyRings(parts.providers);
  const discovery = createModelDiscovery({ ...parts, health, clock });
  const known = (): ProviderModels[] =>
    providers.map((provider) => ({ provider, models: discovery.known(provider) }));
  const discover = (): Promise<ProviderModels[]> =>
    Promise.all(
      providers.map(async (provider) => ({ provider, models: await discovery.models(provider) })),
    );
  const wanted = () => parts.defaultModel ?? parts.routing().defaultModel;
  const resolve = (name: string, offers: readonly ProviderModels[]) =>
    resolveModel(name, offers, name === parts.defaultModel);
  // Earlier, a name that is listed by a later provider would seem to be one of the first.
  const discovered = new AbortController();
  void discover().then(() => discovered.abort());

  const patienceEnds = sleep(clock, PATIENCE_MS, discovered.signal);
  /** A provider that does not get round to listing its models holds up nobody who says where to go. */
  const offersFor = async (name: string): Promise<ProviderModels[]> => {
    const saysWhere =
      name === wanted() ||
      parts.routing().aliases.has(name) ||
      providers.some((provider) => name.startsWith(`${provider.name}/`));
    return saysWhere ? Promise.race([discover(), patienceEnds.then(known)]) : discover();
  };

  /** With one snapshot of the routing, whatever is edited meanwhile. */
  const createPlanner = (): RoutePlanner => {
    const routing = parts.routing();
    const describe = ({ provider, model }: ModelTarget): PlannedTarget => {
      const rules = rulesFor(routing, targetName({ provider, model }));
      const listed = discovery.about(provider, model);
      const { contextWindow, images } = rules;
      const own = {
        ...(contextWindow !== undefined && { contextWindow }),
        ...(images !== undefined && { images }),
      };
      return { provider, model, rules, info: { id: model, ...listed, ...own } };
    };
    return { routing, providers, random, describe };
  };

  const planFor = (
    planner: RoutePlanner,
    name: string,
    offers: readonly ProviderModels[],
  ): Route | undefined => {
    const alias = planAlias(planner, name);
    if (alias) return alias.primary.length > 0 ? alias : undefined;
    const found = resolve(name, offers);
    return found && planModel(planner, found);
  };

  const present = (name: string, targets: readonly PlannedTarget[]): RoutedModel | undefined => {
    const [first] = targets;
    if (!first) return undefined;
    const windows = targets.flatMap(({ info }) => info.contextWindow ?? []);
    const firstContentMs = speeds.of(targetName(first));
    const restMs = Math.min(
      ...candidatesFor(targets).map((one) => health.cooldownOf(one)?.ms ?? 0),
    );
    return {
      ...first.info,
      ...(windows.length > 0 && { contextWindow: Math.min(...windows) }),
      name,
      ...(firstContentMs !== undefined && { firstContentMs }),
      ...(restMs > 0 && { cooldownMs: restMs }),
    };
  };
  const presentAlias = (planner: RoutePlanner, name: string) =>
    present(name, configuredTargets(planner, name).map(planner.describe));

  return {
    get defaultModel() {
      const name = wanted() ?? providers[0]?.name ?? '';
      const route = discovered.signal.aborted ? planFor(createPlanner(), name, known()) : undefined;
      return route?.name ?? name;
    },

    async models() {
      const offers = await discover();
      const planner = createPlanner();
      const listed = offers.flatMap(({ provider, models }) =>
        models.map(({ id }) => ({ provider, model: id })),
      );
      return [
        ...[...planner.routing.aliases.keys()].flatMap((name) => presentAlias(planner, name) ?? []),
        ...listed.flatMap(
          (target) => present(targetName(target), [planner.describe(target)]) ?? [],
        ),
      ];
    },

    async find(name) {
      const offers = await offersFor(name);
      const planner = createPlanner();
      if (planner.routing.aliases.has(name)) return presentAlias(planner, name);
      const found = resolve(name, offers);
      return found && present(targetName(found), [planner.describe(found)]);
    },

    async route(name) {
      const offers = await offersFor(name);
      const route = planFor(createPlanner(), name, offers);
      if (!route) throw unknownModelError(name, known(), parts.routing());
      return route;
    },
  };
}
