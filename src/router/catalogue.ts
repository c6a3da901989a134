import type { Provider } from '../contracts/provider.ts';
import type { ModelReporter, RoutedModel } from '../contracts/router.ts';
import type { Routing } from '../contracts/routing.ts';
import { type Clock, sleep } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createDefaultPicker } from './default-picker.ts';
import { describeModels } from './describe-models.ts';
import { describeTargets } from './describe-targets.ts';
import type { ImageLimitsOf } from './describe-vision.ts';
import type { Health } from './health.ts';
import { createKeyRings } from './key-ring.ts';
import { createModelDiscovery } from './model-discovery.ts';
import type { ModelList } from './model-target.ts';
import { createNoTargetError } from './no-target-error.ts';
import type { PromptLimits } from './prompt-limits.ts';
import { rankModels } from './rank-models.ts';
import { resolveModel } from './resolve-model.ts';
import {
  configuredTargets,
  type PlannedTarget,
  planAlias,
  planModel,
  planTarget,
  type Route,
  type RouteParts,
  targetName,
} from './route.ts';
import type { TokenCalibration } from './token-calibration.ts';

/** The models and aliases that people can choose. */
export interface Catalogue extends ModelReporter {
  /** The name of the model that answers where no model is chosen. */
  readonly defaultModel: string;
  /** Every alias, then every model of every provider. Never rejects. */
  models(): Promise<readonly RoutedModel[]>;
  /** `undefined`: no model has this name. */
  find(name: string): Promise<RoutedModel | undefined>;
  /**
   * Plans the route for a name.
   *
   * @throws A `ProviderError` that lists the names that exist.
   */
  route(name: string): Promise<Route>;
}

/** The parts of a catalogue. */
export interface CatalogueParts {
  readonly providers: readonly Provider[];
  readonly routing: () => Routing;
  /** Replaces the default model of the routing. Need not name its provider. */
  readonly defaultModel?: string | undefined;
  readonly imageLimitsOf?: ImageLimitsOf | undefined;
  readonly health: Health;
  readonly promptLimits: PromptLimits;
  readonly calibration: TokenCalibration;
  readonly clock: Clock;
  readonly log: Log;
  /** Gives 0 ≤ x < 1. */
  readonly random: () => number;
}

/**
 * For this time after the start, a question waits for the lists even if it can do without them. A
 * model that names its provider only lacks its description.
 */
const PATIENCE_MS = { named: 500, unnamed: 2_000 };

/** Makes a catalogue. Discovers the models now, so that the first question need not wait. */
export function createCatalogue(parts: CatalogueParts): Catalogue {
  const { routing, defaultModel, clock, random } = parts;
  const providers = createKeyRings(parts.providers);
  const discovery = createModelDiscovery(parts);
  const pickDefault = createDefaultPicker();

  const currentLists = (): ModelList[] =>
    providers.map((provider) => ({ provider, models: discovery.currentList(provider) }));
  const discoverLists = (): Promise<ModelList[]> =>
    Promise.all(
      providers.map(async (provider) => ({
        provider,
        models: await discovery.listModels(provider),
      })),
    );

  // Aborts when every provider has answered once.
  const discovered = new AbortController();
  void discoverLists().then(() => discovered.abort());
  const patienceEnds = {
    named: sleep(clock, PATIENCE_MS.named, discovered.signal),
    unnamed: sleep(clock, PATIENCE_MS.unnamed, discovered.signal),
  };

  const defaultName = () => defaultModel ?? routing().defaultModel;
  /** What is asked for where nobody chose: the name of the first service, until its list is known. */
  const unchosenName = providers[0]?.name ?? '';
  const isUnchosen = (name: string) => name === unchosenName && defaultName() === undefined;
  const resolve = (name: string, lists: readonly ModelList[]) =>
    isUnchosen(name)
      ? pickDefault(lists, clock.now())
      : resolveModel(name, lists, { isTrusted: name === defaultModel, now: clock.now() });

  /** A provider that lists its models slowly does not delay questions that name their provider. */
  const listsFor = async (name: string): Promise<ModelList[]> => {
    const isNamed =
      routing().aliases.has(name) ||
      providers.some((provider) => name.startsWith(`${provider.name}/`));
    if (!isNamed && name !== defaultName()) return discoverLists();

    const patience = isNamed ? patienceEnds.named : patienceEnds.unnamed;
    return Promise.race([discoverLists(), patience.then(currentLists)]);
  };

  const routeParts = (): RouteParts => ({
    routing: routing(),
    providers,
    random,
    infoOf: discovery.infoOf,
  });

  const planRoute = (name: string, lists: readonly ModelList[]): Route | undefined => {
    const snapshot = routeParts();
    const alias = planAlias(snapshot, name);
    if (alias) return alias.primary.length > 0 ? alias : undefined;

    const target = resolve(name, lists);
    return target && planModel(snapshot, target);
  };

  const describe = (name: string, targets: readonly PlannedTarget[], snapshot: RouteParts) =>
    describeTargets(name, targets, { ...parts, routeParts: snapshot });

  const describeAlias = (snapshot: RouteParts, name: string) => {
    const targets = configuredTargets(snapshot, name);
    return describe(
      name,
      targets.map((target) => planTarget(snapshot, target)),
      snapshot,
    );
  };

  return {
    get defaultModel() {
      const name = defaultName() ?? unchosenName;
      // With some lists missing, the name could seem to belong to the wrong provider.
      if (!discovered.signal.aborted) return name;
      return planRoute(name, currentLists())?.name ?? name;
    },

    async models() {
      const lists = await discoverLists();
      const snapshot = routeParts();
      const targets = lists.flatMap((list) =>
        rankModels(list, clock.now()).map(({ id }) =>
          planTarget(snapshot, { provider: list.provider, model: id }),
        ),
      );
      const aliasNames = [...snapshot.routing.aliases.keys()];
      return [
        ...aliasNames.flatMap((name) => describeAlias(snapshot, name) ?? []),
        ...targets.flatMap((target) => describe(targetName(target), [target], snapshot) ?? []),
      ];
    },

    async find(name) {
      const lists = await listsFor(name);
      const snapshot = routeParts();
      if (snapshot.routing.aliases.has(name)) return describeAlias(snapshot, name);

      const target = resolve(name, lists);
      return target && describe(targetName(target), [planTarget(snapshot, target)], snapshot);
    },

    async describeStart() {
      const lists = await discoverLists();
      return describeModels({
        lists: lists.map((list) => ({ ...list, failure: discovery.failureOf(list.provider) })),
        routing: routing(),
        defaultModel,
        pickDefault,
        now: clock.now(),
      });
    },

    async route(name) {
      const lists = await listsFor(name);
      const route = planRoute(name, lists);
      if (route) return route;
      throw createNoTargetError(name, currentLists(), {
        routing: routing(),
        isUnchosen: isUnchosen(name),
      });
    },
  };
}
