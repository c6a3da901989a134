import type { Conversations } from '../contracts/conversations.ts';
import type { Nearby } from '../contracts/nearby.ts';
import type { PersonalData } from '../contracts/personal-data.ts';
import type { Pins } from '../contracts/pins.ts';
import type { Store } from '../contracts/store.ts';
import type { Summaries } from '../contracts/summaries.ts';
import type { Turns } from '../contracts/turns.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { type Adoption, createAdoption } from './adoption.ts';
import { createConversations } from './conversations.ts';
import { createNearby } from './nearby.ts';
import { createPersonalData } from './personal-data.ts';
import { createPins } from './pins.ts';
import { recoverOpenTurns } from './recover-open-turns.ts';
import {
  createSharedState,
  createStateOfChats,
  type SharedState,
  type TurnLimits,
} from './shared-state.ts';
import { createSummaries } from './summaries.ts';
import { createTurns } from './turns.ts';

/** The store of the conversations, and the limits that differ from the defaults. */
export interface ConversationsOptions extends Partial<TurnLimits> {
  /** Other processes work on the store, too: this one answers only in the chats that it adopts (see `Turns.adopt`). */
  readonly isShared?: boolean;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

const DEFAULT_LIMITS: TurnLimits = {
  historyDaysOf: () => 30,
  waitingLimit: 20,
  // Telegram forwards up to 100 messages at once, and a comment goes with them.
  inputLimit: 120,
  openLimit: 10_000,
};

/**
 * Opens the stored conversations. Turns that an earlier run left open can be claimed again, on a shared store those of
 * the chats that are adopted. Else no other process may use the store (see `acquireLease`). Memory use grows with the
 * number of open turns only, and with that of adopted chats.
 */
export async function openConversations({
  store,
  clock,
  log,
  isShared = false,
  ...limits
}: ConversationsOptions): Promise<{
  readonly turns: Turns;
  readonly conversations: Conversations;
  readonly nearby: Nearby;
  readonly pins: Pins;
  readonly personalData: PersonalData;
  readonly summaries: Summaries;
}> {
  const parts = { store, clock, log };
  const { shared, adoption } = await (isShared ? openShared(parts) : openAlone(parts));
  const allLimits = { ...DEFAULT_LIMITS, ...limits };
  return {
    turns: { ...createTurns(shared, allLimits), ...adoption },
    conversations: createConversations(shared),
    nearby: createNearby({ ...shared, ...allLimits, log }),
    pins: createPins(shared),
    personalData: createPersonalData(shared, allLimits, log),
    summaries: createSummaries(shared, allLimits),
  };
}

/** A process that is alone on its store answers in all chats. */
const NO_ADOPTION: Adoption = {
  adopt: async () => {},
  leave: () => {},
  chatsElsewhere: async () => [],
};

type Opened = { readonly shared: SharedState; readonly adoption: Adoption };
type OpenedParts = Pick<ConversationsOptions, 'store' | 'clock' | 'log'>;

async function openAlone(parts: OpenedParts): Promise<Opened> {
  const shared = createSharedState(parts);
  await recoverOpenTurns(shared, parts.log);
  return { shared, adoption: NO_ADOPTION };
}

async function openShared(parts: OpenedParts): Promise<Opened> {
  const shared = createStateOfChats(parts);
  return { shared, adoption: createAdoption(shared, parts.log) };
}
