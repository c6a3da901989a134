import { commands } from './commands/index.ts';
import { type Composition, compose } from './compose.ts';
import { compareRouting } from './config/compare-routing.ts';
import { listSecrets } from './config/list-secrets.ts';
import { openRouting } from './config/open-routing.ts';
import { explainSuggestion, suggestVariables } from './config/suggest-variables.ts';
import type { Limits } from './contracts/limits.ts';
import type { Observation } from './contracts/observation.ts';
import type { NetworkState, Overview } from './contracts/overview.ts';
import type { Shares } from './contracts/shares.ts';
import { createDuty } from './duty.ts';
import { ConfigError } from './errors.ts';
import { readWaitingEvents } from './fleet/waiting-events.ts';
import { joinParts } from './join-parts.ts';
import type { Clock } from './lib/clock.ts';
import type { Env } from './lib/env.ts';
import type { Log } from './lib/log.ts';
import type { LogTail } from './lib/log-tail.ts';
import { createObservers, type Observers } from './lib/observers.ts';
import { omitUndefined } from './lib/omit-undefined.ts';
import { createSecretHider, type HideSecrets } from './lib/secrets.ts';
import { untilAborted } from './lib/until-aborted.ts';
import { type OpenedState, openState } from './open-state.ts';
import { openWorkplace, type Workplace } from './open-workplace.ts';
import { connectPlatforms } from './platforms/connect-platforms.ts';
import { listAccounts } from './platforms/list-accounts.ts';
import { createShares } from './shares/shares.ts';
import { measureStore } from './store/measure-store.ts';
import type { StoreOptions } from './store/open-store.ts';
import { noPlatform } from './texts/no-platform.ts';

/** The running bot. */
export interface App {
  /**
   * Finishes or marks the running answers, disconnects,
   * and closes the store. Takes at most about 9 s.
   */
  stop(): Promise<void>;
}

/** The environment, clock and log that the bot is built from. */
interface AppParts {
  readonly env: Env;
  readonly clock: Clock;
  readonly log: Log;
  /** Called when another process has taken over the store: this process must end. */
  readonly onLeaseLost: () => void;
  /**
   * Ends the wait for another process on the store, and for the platforms: the start then stops
   * everything, and resolves.
   */
  readonly signal?: AbortSignal;
  /** Called when everything is built, before anything connects. */
  readonly onOverview?: (overview: Overview) => void;
  /** Called with each change of a platform's connection. */
  readonly onNetwork?: (state: NetworkState) => void;
  /** As in `PlatformParts` and `ProviderParts`. */
  readonly timeScale?: number;
  /** The last lines of the log, for the console. Absent: it shows none. */
  readonly logTail?: LogTail;
  /** As `onOpened` in `StoreOptions`. */
  readonly onStoreOpened?: StoreOptions['onOpened'];
}

const stoppedApp: App = { stop: async () => {} };

/**
 * Builds every configured part, joins the parts, and connects. Keeps trying to connect a platform
 * that cannot be reached. Leaves out a misconfigured platform while another one works.
 *
 * @throws A `ConfigError` when a person must change something first.
 */
export async function startApp(parts: AppParts): Promise<App> {
  const { clock, log, signal } = parts;
  const shares = createShares({ clock, log });
  const composition = composeBot({ ...parts, shares });
  const { config, providerNames: providers } = composition;
  const routing = openRouting({ file: config.routingFile, providers, clock, log });
  const observers = createObservers<Observation>((error) => {
    log.error({ error }, 'parley: an observation was missed');
  });
  const { observe } = observers;
  let workplace: Workplace | undefined;
  try {
    workplace = await openWorkplace({ ...parts, config, observe });
  } finally {
    if (!workplace) routing.stop();
  }
  if (!workplace) return stoppedApp;

  const { store, lease, fleet, shared } = workplace;
  if (shared) shares.join({ store, fleet });
  const isShared = shared !== undefined;
  const opened = await openState({ config, store, isShared, routing, fleet, clock, log });
  const hideSecrets = createSecretHider(listSecrets(parts.env));
  const joined = await joinParts({
    ...composition,
    ...omitUndefined({ relay: shared?.put }),
    ...{ routing, lease, fleet, store, opened, observe, clock, log, logTail: parts.logTail },
    sharing: shared && { store, fleet, shares },
    hideSecrets,
  });
  const { console, alerts, limits } = joined;
  observers.add(alerts.observe);
  if (console) observers.add(console.take);
  parts.onOverview?.(joined.overview);

  const endComparing = compareRouting({ file: config.routingFile, routing, fleet, clock, log });
  const duty = createDuty({ ...composition, ...workplace, ...joined, opened });
  let stopMetrics = async () => {};
  const stopping = new AbortController();
  const stop = async () => {
    stopping.abort();
    routing.stop();
    endComparing();
    await duty.pause();
    await joined.stop();
    await duty.stop();
    await shares.stop();
    await opened.usage.stop();
    await stopMetrics();
    await workplace.close();
  };

  try {
    await console?.start();
    const observed = { ...workplace, opened, limits, observers, hideSecrets };
    stopMetrics = await startMetrics(composition, { ...parts, ...observed });
    const onNetwork = (state: NetworkState) => {
      observe({ kind: 'network', state });
      parts.onNetwork?.(state);
    };
    const connecting = { clock, log, onNetwork, mode: duty.mode, memory: { store, fleet } };
    const connected = connectPlatforms(composition.platforms, duty, connecting, stopping.signal);
    await untilAborted(connected, signal ?? stopping.signal);
    await shared?.shareAccounts(listAccounts(composition.platforms));
  } catch (error) {
    await stop();
    throw error;
  }

  if (signal?.aborted) {
    await stop();
    return stoppedApp;
  }
  duty.begin();
  return { stop };
}

/** @throws A `ConfigError` when a variable is wrong, or no chat network is set up. */
function composeBot(parts: AppParts & { readonly shares: Shares }) {
  const composition = compose<never>({ ...parts, commands }, (_name, build) => build());
  if (composition.platforms.length > 0) return composition;

  const { all } = composition.providerNames;
  const suggestions = suggestVariables(parts.env, all).map(explainSuggestion);
  throw new ConfigError([...suggestions, noPlatform].join('\n'));
}

interface ObservedParts extends Pick<AppParts, 'clock' | 'log'> {
  readonly lease: Workplace['lease'];
  readonly store: Workplace['store'];
  readonly fleet: Workplace['fleet'];
  readonly opened: OpenedState;
  readonly limits: Pick<Limits, 'totals'>;
  readonly observers: Observers<Observation>;
  readonly hideSecrets: HideSecrets;
}

/** Serves metrics, where METRICS_PORT wants them. Gives the function that ends that. */
async function startMetrics(
  { config, platforms, providerNames }: Composition<never>,
  { lease, store, fleet, opened, limits, observers, hideSecrets, clock, log }: ObservedParts,
): Promise<() => Promise<void>> {
  if (!config.metrics) return async () => {};

  const metrics = await import('./metrics/start-metrics.ts');
  const { database } = store;
  const waitingEvents = async () =>
    database ? readWaitingEvents(database.query) : { count: 0, oldestMs: 0 };
  const server = await metrics.startMetrics({
    ...config.metrics,
    platforms: platforms.map(({ name }) => name),
    providers: [...new Set(providerNames.ready)],
    countOpenTurns: opened.conversations.turns.countOpen,
    hideSecrets,
    measureStore: () => measureStore(config.storeUrl, database),
    readTotals: limits.totals,
    fleet,
    readWaitingEvents: waitingEvents,
    confirmLease: lease.confirm,
    addObserver: observers.add,
    clock,
    log,
  });
  return server.stop;
}
