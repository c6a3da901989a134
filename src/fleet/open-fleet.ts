import type { Database } from '../contracts/database.ts';
import type { Fleet, ProcessRole } from '../contracts/fleet.ts';
import type { InboundEvent } from '../contracts/inbox.ts';
import type { LooseMessages } from '../contracts/loose-messages.ts';
import type { Store } from '../contracts/store.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createChatClaims } from './chat-claims.ts';
import { openChatNames } from './chat-names.ts';
import { compareClocks } from './compare-clocks.ts';
import { type EventLog, openEventLog } from './event-log.ts';
import { createEventTaker, type EventTaker } from './event-taker.ts';
import { FLEET_SCHEMA } from './fleet-schema.ts';
import { freeChats } from './free-chats.ts';
import type { ChatWork } from './host-chat.ts';
import { prepareHostJobs, unlockJobsOfDead } from './host-jobs.ts';
import { type Hosting, startHosting } from './hosting.ts';
import { joinFleet, type Membership } from './join-fleet.ts';
import { type MemberRecord, memberKey } from './member-record.ts';
import { type Accounts, shareAccounts } from './share-accounts.ts';
import { startUpkeep } from './upkeep.ts';

interface OpenFleetParts {
  readonly store: Store;
  readonly database: Database;
  readonly role: ProcessRole;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
  /** As in `joinFleet`. */
  onLost(): void;
  readonly isGone?: ((record: MemberRecord) => boolean) | undefined;
  readonly storeFormat?: number | undefined;
  /** As in `startHosting`. */
  readonly mostChats?: number | undefined;
}

/** This process among those that work on one PostgreSQL database. */
export interface OpenFleet {
  readonly fleet: Fleet;
  readonly membership: Membership;
  /** Stores an event for the host of its chat. */
  put(event: InboundEvent, carried?: object): Promise<void>;
  /** Begins to take the events of the networks. */
  takeEvents(loose: LooseMessages): EventTaker;
  /** As `shareAccounts`. */
  shareAccounts(accounts: Accounts): Promise<void>;
  /** Begins to answer in chats. */
  startHosting(work: ChatWork): Hosting;
  stop(): void;
}

const SCHEMA_LOCK = 'parley:fleet-schema';

/**
 * Joins the fleet.
 *
 * @throws A `StoreError` when the database cannot be reached.
 */
export async function openFleet(parts: OpenFleetParts): Promise<OpenFleet> {
  const { store, database, clock, log } = parts;
  await prepareTables(database, clock, log);
  const names = await openChatNames(store);
  const membership = await joinFleet({
    ...parts,
    async onDead({ jobLock }) {
      await freeChats(database);
      if (jobLock !== undefined) await unlockJobsOfDead(database, jobLock);
    },
  });
  const clocks = await compareClocks({ database, clock, log });
  const { fleet } = membership;
  const { id: memberId, number, role } = fleet.self;
  const eventLog = openEventLog({ database, chatOf: names.of, clocks, log, memberId });
  log.info({ number, role, processes: fleet.members().length }, 'fleet: joined');
  const claims = createChatClaims({ database, memberId, memberKey: memberKey(number) });
  const stopUpkeep = startUpkeep({ fleet, database, eventLog, clock, log });

  const put: EventLog['put'] = (events, options) => {
    for (const { event } of events) names.learn(event);
    return eventLog.put(events, options);
  };

  return {
    fleet,
    membership,
    put: async (event, carried) => void (await put([{ event, carried }])),
    takeEvents: (loose) => createEventTaker({ put, chatOf: names.of, loose, fleet, clock }),
    shareAccounts: (accounts) => shareAccounts(accounts, { store, membership }),

    startHosting: (work) =>
      startHosting({
        ...{ database, eventLog, claims, work, clock, log, mostChats: parts.mostChats },
        onLockName: (jobLock) => membership.keep({ jobLock }),
        confirm: membership.confirm,
      }),

    stop() {
      stopUpkeep();
      clocks.stop();
      names.stop();
    },
  };
}

/** One process at a time prepares the tables: several may start at the same moment. */
async function prepareTables(database: Database, clock: Clock, log: Log): Promise<void> {
  const { signal } = new AbortController();
  const prepare = async () => {
    await database.query(FLEET_SCHEMA);
    await prepareHostJobs({ database, clock, log });
  };
  await database.withLock(SCHEMA_LOCK, prepare, signal);
}
