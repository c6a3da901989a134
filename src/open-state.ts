import { openAccessRecords } from './access/open-access-records.ts';
import { openTroubleRecords } from './alerts/trouble-records.ts';
import type { RoutingFile } from './config/open-routing.ts';
import type { Config } from './config/read-config.ts';
import type { Channel } from './contracts/chat-message.ts';
import type { Fleet } from './contracts/fleet.ts';
import type { Store } from './contracts/store.ts';
import { openConversations } from './conversations/open-conversations.ts';
import { readOldChoices } from './conversations/read-old-choices.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import { createPeople } from './settings/people.ts';
import { createSettings } from './settings/settings.ts';
import { openUsage } from './usage/open-usage.ts';

/**
 * Each way to a database takes its time, and the turn is closed within a moment. Until then, what was held back for its
 * answer stays on disk, and counts if the process is killed.
 */
const SAVE_USAGE_WITHIN_MS = 2_000;

interface StateParts {
  readonly config: Config;
  readonly store: Store;
  /** Other processes work on the store, too. */
  readonly isShared: boolean;
  readonly routing: RoutingFile;
  readonly fleet: Fleet;
  readonly clock: Clock;
  readonly log: Log;
}

/** Everything that the store keeps, ready for use. */
export type OpenedState = Awaited<ReturnType<typeof openState>>;

/** Only the scope `bot` contains it. */
const NOWHERE: Channel = { platform: 'bot', id: 'bot', kind: 'group' };

/** Opens everything that the store keeps. */
export async function openState({
  config,
  store,
  isShared,
  routing,
  fleet,
  clock,
  log,
}: StateParts) {
  const settings = await createSettings({
    store,
    clock,
    log,
    variables: config.settings,
    routing: () => routing.current,
    hasDefaultModel: config.defaultModel !== undefined,
    readOldChoices: () => readOldChoices(store, log),
  });
  const conversations = await openConversations({
    store,
    isShared,
    clock,
    log,
    historyDaysOf: (channel) => settings.of(channel).historyDays,
  });
  const accessRecords = await openAccessRecords({ store, clock, log });
  const people = await createPeople({ store, clock, log });
  const timeZone = () => settings.of(NOWHERE).timeZone;
  const saveWithinMs = isShared ? SAVE_USAGE_WITHIN_MS : undefined;
  const usage = await openUsage({ store, fleet, clock, log, timeZone, saveWithinMs });
  const troubleRecords = await openTroubleRecords({ store, clock, log });
  return { settings, conversations, accessRecords, people, timeZone, troubleRecords, usage };
}
