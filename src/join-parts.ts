import { createAccess } from './access/access.ts';
import { summarizeAccess } from './access/summarize-access.ts';
import { createBot } from './bot/bot.ts';
import { findSources } from './bot/material/find-sources.ts';
import { createSummarizer } from './bot/prompt/summarizer.ts';
import { commands } from './commands/index.ts';
import type { Composition } from './compose.ts';
import type { RoutingFile } from './config/open-routing.ts';
import type { Observe } from './contracts/observation.ts';
import type { Overview } from './contracts/overview.ts';
import { createFiles } from './files/files.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import type { OpenedState } from './open-state.ts';
import { createPlacesOfOthers } from './platforms/places-of-others.ts';
import { imageLimitsOf } from './providers/image-limits.ts';
import { createReplies } from './replies/replies.ts';
import { createRouter } from './router/router.ts';
import { createLanguageOf } from './settings/language-of.ts';
import type { Lease } from './store/lease.ts';

interface JoinedParts extends Composition<never> {
  readonly routing: RoutingFile;
  readonly lease: Lease;
  readonly opened: OpenedState;
  readonly observe: Observe;
  readonly clock: Clock;
  readonly log: Log;
}

/** The time that running answers get to end, of the 10 s that a container has. */
const DRAIN_GRACE_MS = 4_000;

/** Creates the parts that keep nothing themselves, and hands each what it needs. */
export function joinParts({
  config,
  http,
  platforms,
  providers,
  transcriber,
  ...others
}: JoinedParts) {
  const { providerNames, routing, lease, opened, observe, clock, log } = others;
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
  const summarizer = createSummarizer({ ...stored, router, settingsOf, observe, clock, log });
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
    replies: createReplies({ clock, log, maxMessages, observe, beforeWrite: lease.confirm }),
    access,
    ...accessRecords,
    languageOf: createLanguageOf({ settingsOf, people }),
    commands,
    surface: (address, style) => findPlatform(address.channel.platform)?.surface(address, style),
    observe,
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
