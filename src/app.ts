import { createAccess } from './access/access.ts';
import { openAccessRecords } from './access/open-access-records.ts';
import { summarizeAccess } from './access/summarize-access.ts';
import { createBot } from './bot/bot.ts';
import { findSources } from './bot/material/find-sources.ts';
import { createSummarizer } from './bot/prompt/summarizer.ts';
import { commands } from './commands/index.ts';
import { compose } from './compose.ts';
import { openRouting } from './config/open-routing.ts';
import type { Config } from './config/read-config.ts';
import { explainSuggestion, suggestVariables } from './config/suggest-variables.ts';
import type { NetworkState, Overview } from './contracts/overview.ts';
import type { Store } from './contracts/store.ts';
import { openConversations } from './conversations/open-conversations.ts';
import { readOldChoices } from './conversations/read-old-choices.ts';
import { ConfigError } from './errors.ts';
import { createFiles } from './files/files.ts';
import type { Clock } from './lib/clock.ts';
import type { Env } from './lib/env.ts';
import type { Log } from './lib/log.ts';
import { omitUndefined } from './lib/omit-undefined.ts';
import { untilAborted } from './lib/until-aborted.ts';
import { connectPlatforms } from './platforms/connect-platforms.ts';
import { createPlacesOfOthers } from './platforms/places-of-others.ts';
import { imageLimitsOf } from './providers/image-limits.ts';
import { createReplies } from './replies/replies.ts';
import { createRouter } from './router/router.ts';
import { createLanguageOf } from './settings/language-of.ts';
import { createPeople } from './settings/people.ts';
import { createSettings } from './settings/settings.ts';
import { checkAfterCrash } from './store/check-after-crash.ts';
import { acquireLease, type Lease } from './store/lease.ts';
import { openStore, type StoreOptions } from './store/open-store.ts';
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
  /** As `onOpened` in `StoreOptions`. */
  readonly onStoreOpened?: StoreOptions['onOpened'];
}

const stoppedApp: App = { stop: async () => {} };

/** The time that running answers get to end, of the 10 s that a container has. */
const DRAIN_GRACE_MS = 4_000;

/**
 * Builds every configured part, joins the parts, and connects. Keeps trying to connect a platform
 * that cannot be reached. Leaves out a misconfigured platform while another one works.
 *
 * @throws A `ConfigError` when a person must change something first.
 */
export async function startApp(parts: AppParts): Promise<App> {
  const { clock, log, signal } = parts;
  const composition = composeBot(parts);
  const { config, providerNames: providers } = composition;
  const routing = openRouting({ file: config.routingFile, providers, clock, log });
  const leased = await openLeasedStore(config, parts);
  if (!leased) return stoppedApp;

  const { store, lease } = leased;
  const opened = await openState({ config, store, routing }, parts);
  const joined = joinParts({ ...composition, routing, lease, opened }, parts);
  parts.onOverview?.(joined.overview);

  const stopping = new AbortController();
  const stop = async () => {
    stopping.abort();
    routing.stop();
    await joined.stop();
    await lease.release().finally(store.close);
  };

  const { bot } = joined;
  try {
    const connected = connectPlatforms(composition.platforms, bot, parts, stopping.signal);
    await untilAborted(connected, signal ?? stopping.signal);
  } catch (error) {
    await stop();
    throw error;
  }

  if (signal?.aborted) {
    await stop();
    return stoppedApp;
  }
  bot.start();
  return { stop };
}

type Composed = ReturnType<typeof composeBot>;
type RoutingFile = ReturnType<typeof openRouting>;
type Opened = Awaited<ReturnType<typeof openState>>;

/** @throws A `ConfigError` when a variable is wrong, or no chat network is set up. */
function composeBot(parts: AppParts) {
  const composition = compose<never>({ ...parts, commands }, (_name, build) => build());
  if (composition.platforms.length > 0) return composition;

  const { all } = composition.providerNames;
  const suggestions = suggestVariables(parts.env, all).map(explainSuggestion);
  throw new ConfigError([...suggestions, noPlatform].join('\n'));
}

/** Opens the store, and waits until no other process works on it. `undefined`: `signal` ended the wait. */
async function openLeasedStore({ storeUrl: url }: Config, parts: AppParts) {
  const { clock, log, signal, onLeaseLost: onLost, onStoreOpened: onOpened } = parts;
  const store = await openStore(omitUndefined({ url, clock, log, onOpened }));
  const lease = await acquireLease(omitUndefined({ store, clock, log, onLost, signal })).catch(
    async (error: unknown) => {
      await store.close();
      if (!signal?.aborted) throw error;
    },
  );
  if (!lease) return undefined;

  if (lease.isAfterCrash) void checkAfterCrash(url, log);
  return { store, lease };
}

/** Opens everything that the store keeps. */
async function openState(
  { config, store, routing }: Pick<JoinedParts, 'config' | 'routing'> & { readonly store: Store },
  { clock, log }: Pick<AppParts, 'clock' | 'log'>,
) {
  const settings = await createSettings({
    store,
    log,
    variables: config.settings,
    routing: () => routing.current,
    hasDefaultModel: config.defaultModel !== undefined,
    readOldChoices: () => readOldChoices(store, log),
  });
  const conversations = await openConversations({
    store,
    clock,
    log,
    historyDaysOf: (channel) => settings.of(channel).historyDays,
  });
  const accessRecords = await openAccessRecords({ store, clock, log });
  const people = await createPeople({ store, log });
  return { settings, conversations, accessRecords, people };
}

interface JoinedParts extends Composed {
  readonly routing: RoutingFile;
  readonly lease: Lease;
  readonly opened: Opened;
}

/** Creates the parts that keep nothing themselves, and hands each what it needs. */
function joinParts(
  { config, http, platforms, providers, providerNames, transcriber, ...others }: JoinedParts,
  { clock, log }: AppParts,
) {
  const { routing, lease, opened } = others;
  const { settings, conversations: stored, accessRecords, people } = opened;
  const findPlatform = (name: string) => platforms.find((each) => each.name === name);

  const router = createRouter({
    providers,
    routing: () => routing.current,
    defaultModel: config.defaultModel,
    imageLimitsOf,
    clock,
    log,
  });
  const settingsOf = settings.of;
  const summarizer = createSummarizer({ ...stored, router, settingsOf, clock, log });
  const access = createAccess({
    variables: config,
    rules: () => routing.current.access,
    grants: accessRecords.grants,
    settingsOf,
    findPlatform,
    clock,
    log,
  });
  const files = createFiles({ clock, log });
  const { maxMessages } = config;
  const bot = createBot({
    ...stored,
    findPlatform,
    placesOfOthers: createPlacesOfOthers(platforms),
    material: { files, transcriber, ...findSources(findPlatform) },
    summarizer,
    settings,
    people,
    router,
    replies: createReplies({ clock, log, maxMessages, beforeWrite: lease.confirm }),
    access,
    ...accessRecords,
    languageOf: createLanguageOf({ settingsOf, people }),
    commands,
    surface: (address, style) => findPlatform(address.channel.platform)?.surface(address, style),
    clock,
    log,
  });

  const overview: Overview = {
    platforms,
    models: router,
    services: providerNames.all,
    pairing: accessRecords.pairing,
    summarizeAccess: (platform) =>
      summarizeAccess({
        platform,
        admins: access.admins(platform),
        variables: config,
        rules: routing.current.access,
        grants: accessRecords.grants.list(),
      }),
  };

  /** Running answers end first: they write by the platforms, and read from the services. */
  const stop = async () => {
    await Promise.all([summarizer.stop(), bot.drain(DRAIN_GRACE_MS)]);
    await Promise.allSettled(platforms.map((platform) => platform.stop()));
    await Promise.all([http.close(), files.close()]);
  };

  return { bot, overview, stop };
}
