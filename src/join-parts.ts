import { createAccess } from './access/access.ts';
import { summarizeAccess } from './access/summarize-access.ts';
import { createAlerts } from './alerts/alerts.ts';
import { createBot } from './bot/bot.ts';
import { createDirectMessages } from './bot/direct-messages.ts';
import { createLooseMessages } from './bot/intake/loose-messages.ts';
import { findSources } from './bot/material/find-sources.ts';
import { createSummarizer } from './bot/prompt/summarizer.ts';
import { commands } from './commands/index.ts';
import type { Composition } from './compose.ts';
import type { RoutingFile } from './config/open-routing.ts';
import type { Address } from './contracts/address.ts';
import type { ChatPaces } from './contracts/chat-paces.ts';
import type { Fleet, RelayEvent } from './contracts/fleet.ts';
import type { Observe } from './contracts/observation.ts';
import type { Overview } from './contracts/overview.ts';
import type { ReplyStyle } from './contracts/reply-surface.ts';
import type { Store } from './contracts/store.ts';
import { drawPicture } from './files/draw-picture.ts';
import { createFiles } from './files/files.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import type { LogTail } from './lib/log-tail.ts';
import { omitUndefined } from './lib/omit-undefined.ts';
import { readOwnVersion } from './lib/own-version.ts';
import type { HideSecrets } from './lib/secrets.ts';
import { createLimits } from './limits/limits.ts';
import type { OpenedState } from './open-state.ts';
import { createPlacesOfOthers } from './platforms/places-of-others.ts';
import { imageLimitsOf } from './providers/image-limits.ts';
import { createReplies } from './replies/replies.ts';
import type { PaceSharing } from './replies/tie-paces.ts';
import { createRouter } from './router/router.ts';
import { createLanguageOf } from './settings/language-of.ts';
import type { Lease } from './store/lease.ts';
import { storeFile } from './store/store-file.ts';

interface JoinedParts extends Composition<never> {
  readonly routing: RoutingFile;
  readonly store: Store;
  readonly fleet: Fleet;
  readonly lease: Pick<Lease, 'confirm'>;
  /** As in `RepliesParts`. */
  readonly sharing: PaceSharing | undefined;
  readonly opened: OpenedState;
  readonly observe: Observe;
  readonly clock: Clock;
  readonly log: Log;
  readonly logTail: LogTail | undefined;
  readonly hideSecrets: HideSecrets;
  /** As in `BotParts`. */
  readonly relay?: RelayEvent;
}

/** The time that running answers get to end, of the 10 s that a container has. */
const DRAIN_GRACE_MS = 4_000;

/** Creates the parts that keep nothing themselves, and hands each what it needs. */
export async function joinParts({
  config,
  http,
  platforms,
  providers,
  transcriber,
  ...others
}: JoinedParts) {
  const { providerNames, routing, lease, store, fleet, opened, observe, clock, log } = others;
  const { settings, conversations: stored, accessRecords, people } = opened;
  const findPlatform = (name: string) => platforms.find((each) => each.name === name);

  const router = createRouter({
    providers,
    routing: () => routing.current,
    defaultModel: config.defaultModel,
    imageLimitsOf,
    fleet,
    clock,
    log,
  });
  const settingsOf = settings.of;
  const access = createAccess({
    variables: config,
    rules: () => routing.current.access,
    grants: accessRecords.grants,
    moves: accessRecords.moves,
    settingsOf,
    findPlatform,
    clock,
    log,
  });
  // Loaded on demand, as most bots have no console.
  const ofConsole = config.console && (await import('./join-console.ts'));
  const door = ofConsole?.joinConsoleDoor(config, { access, store, fleet, clock, log });
  const limits = createLimits({
    rules: () => routing.current.limits,
    ledger: opened.usage.ledger,
    access,
    timeZone: opened.timeZone,
    store,
    fleet,
    observe,
    clock,
    log,
  });
  const answering = { router, settingsOf, limits, observe, clock, log };
  const summarizer = createSummarizer({ ...stored, ...answering });
  const files = createFiles({ clock, log });
  const { maxMessages } = config;
  const surface = (address: Address, style?: ReplyStyle) =>
    findPlatform(address.channel.platform)?.surface(address, style);
  const { sharing } = others;
  const beforeWrite = lease.confirm;
  const replies = createReplies({ clock, log, maxMessages, observe, beforeWrite, sharing });
  for (const platform of platforms) platform.shareLimits?.(replies.takeCall);
  const languageOf = createLanguageOf({ settingsOf, people });
  const bot = createBot({
    ...stored,
    store,
    findPlatform,
    placesOfOthers: createPlacesOfOthers(platforms),
    material: { files, transcriber, ...findSources(findPlatform) },
    summarizer,
    settings,
    people,
    usage: opened.usage.usage,
    router,
    limits,
    replies,
    access,
    drawPicture: (svg) => drawPicture(files, svg),
    ...accessRecords,
    ...omitUndefined({
      consoleLink: door?.link,
      forgetElsewhere: door?.forgetPerson,
      relay: others.relay,
    }),
    languageOf,
    commands,
    surface,
    observe,
    clock,
    log,
  });

  const { conversations } = stored;
  const knowing = { conversations, access, settingsOf, findPlatform };
  const looseMessages = createLooseMessages({ ...knowing, observe, clock });

  const { updateCheck: url } = config;
  const alerts = createAlerts({
    targets: config.alertsTo ?? [],
    records: opened.troubleRecords,
    fleet,
    access,
    direct: createDirectMessages({ findPlatform, surface, replies, clock, log }),
    languageOf,
    settingsOf,
    timeZone: opened.timeZone,
    models: router,
    storeFile: storeFile(config.storeUrl),
    update: url === undefined ? undefined : { url, current: readOwnVersion(), http },
    names: {
      platforms: platforms.map(({ name }) => name),
      keys: [
        ...providers.map(({ name: provider, keyAlias }) => omitUndefined({ provider, keyAlias })),
        ...(transcriber ? [{ provider: 'transcription' }] : []),
      ],
    },
    hideSecrets: others.hideSecrets,
    clock,
    log,
  });
  const watched = { config, platforms, bot, router, access, limits, troubles: alerts };
  const console = ofConsole && door?.open(ofConsole.joinConsole({ ...others, ...watched }));

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
    await console?.stop();
    await Promise.all([summarizer.stop(), bot.drain(DRAIN_GRACE_MS), alerts.stop()]);
    await Promise.allSettled(platforms.map((platform) => platform.stop()));
    await Promise.all([http.close(), files.close()]);
  };

  const chatPaces: ChatPaces = replies;
  return { bot, looseMessages, alerts, console, limits, overview, chatPaces, stop };
}
