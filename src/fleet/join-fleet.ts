import { randomUUID } from 'node:crypto';
import type { Database } from '../contracts/database.ts';
import type { Fleet, ProcessRole } from '../contracts/fleet.ts';
import type { Store } from '../contracts/store.ts';
import { BotError, StoreError } from '../errors.ts';
import { type Clock, sleep } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { readPidWorld } from '../lib/read-pid-world.ts';
import { type MemberRecord, memberKey } from './member-record.ts';
import { createMessenger } from './messenger.ts';
import { createOtherMembers } from './other-members.ts';
import { createOwnRecord } from './own-record.ts';
import { readRegisteredMembers } from './read-member-records.ts';
import { chooseStoreFormat, STORE_FORMAT } from './store-format.ts';

interface JoinParts {
  readonly store: Store;
  readonly database: Pick<Database, 'ride' | 'listen' | 'withLock'>;
  readonly role: ProcessRole;
  /** The version of the program. */
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Absent: that of this program. */
  readonly storeFormat?: number | undefined;
  /** As in `createMemberWatch`. */
  readonly isGone?: ((record: MemberRecord) => boolean) | undefined;
  /** Called when the others took this process for dead: it must end at once. The store refuses its writes. */
  onLost(): void;
  /** Gives up what a dead member held. It is called again, perhaps by another member, until it succeeds. */
  onDead(record: MemberRecord): Promise<void>;
}

/** This process as a member of the fleet. */
export interface Membership {
  readonly fleet: Fleet;
  /** Keeps something in the record of this process. */
  keep(changes: Pick<MemberRecord, 'jobLock' | 'accounts'>): Promise<void>;
  /** As `Lease.confirm`. Waits while the database cannot be reached. */
  confirm(): Promise<void>;
  /** Leaves the fleet. The store refuses nothing that others write from then on. */
  release(): Promise<void>;
}

const RENEW_EVERY_MS = 1_500;
const LOCK_RETRY_MS = 500;
/** Far more processes than a fleet has. */
const MOST_MEMBERS = 1_000;
const MEMBERS_TOPIC = 'members';

/**
 * Makes this process a member of the fleet that works on a store. From then on the store refuses its writes once the
 * others have taken it for dead.
 *
 * @throws When the database cannot be reached, or the store has a newer format.
 */
export async function joinFleet(parts: JoinParts): Promise<Membership> {
  const { store, database, clock, log, onLost, onDead, storeFormat: newest = STORE_FORMAT } = parts;
  const identity = { id: randomUUID(), role: parts.role, version: parts.version };
  const record = await claimNumber();
  const { member: self } = record;
  const own = createOwnRecord({
    ...{ store, record, clock },
    onLost() {
      cancel();
      onLost();
    },
  });
  const readMembers = () => readRegisteredMembers(store);
  const storeFormat = await chooseStoreFormat({ store, self, readMembers, log }).catch(
    async (error: unknown) => {
      await own.remove();
      throw error;
    },
  );
  const messenger = createMessenger({ database, clock, log, from: self.id });
  const others = createOtherMembers({
    ...{ store, ownKey: own.key, lookEveryMs: RENEW_EVERY_MS, clock, log, onDead },
    isGone: parts.isGone,
  });
  let beating = Promise.resolve();
  let cancel = () => {};

  async function claimNumber(): Promise<MemberRecord> {
    for (let number = 0; number < MOST_MEMBERS; number += 1) {
      const next = newRecord(number);
      if (await store.claim(memberKey(number), undefined, next)) return next;
    }
    throw new BotError(`More than ${MOST_MEMBERS} processes work on this store.`);
  }

  function newRecord(number: number): MemberRecord {
    const now = clock.now();
    const member = { ...identity, number, storeFormat: newest, since: now };
    return { format: 1, member, pid: process.pid, pidWorld: readPidWorld(), renewedAt: now };
  }

  /** Renews the record, and looks at those of the others. Never rejects. */
  async function beat(): Promise<void> {
    if (!own.isHeld) return;
    try {
      await own.renew();
      if (own.isHeld) await lookAtOthers();
    } catch (error) {
      others.forget();
      const level = error instanceof StoreError ? 'debug' : 'warn';
      log[level](
        { error: String(error) },
        'fleet: cannot renew the record of this process, retrying',
      );
    }
    beatAfter(RENEW_EVERY_MS);
  }

  /** One beat at a time, and one that is planned. */
  function beatAfter(ms: number): void {
    cancel();
    if (!own.isHeld) return;
    cancel = clock.after(ms, () => {
      beating = beating.then(beat);
    });
  }

  async function lookAtOthers(): Promise<void> {
    await others.look();
    await storeFormat.raise();
  }

  await lookAtOthers();
  beatAfter(0);
  const stopHearing = messenger.onTold(MEMBERS_TOPIC, () => {
    // The look that is under way may have missed the change; the next one sees it.
    beatAfter(0);
  });
  messenger.tell(MEMBERS_TOPIC, {});

  const fleet: Fleet = {
    self,
    members: () => [self, ...others.alive].toSorted((a, b) => a.number - b.number),
    isCurrent: () => own.isYoung,
    onMembers: others.onMembers,
    tell: messenger.tell,
    tellSoon: messenger.tellSoon,
    onTold: messenger.onTold,
    runAlone: async (name, work, signal) => {
      while (!signal.aborted) {
        await database.withLock(name, work, signal).catch((error: unknown) => {
          log.debug({ name, error: String(error) }, 'fleet: the lock was lost, trying again');
        });
        await sleep(clock, LOCK_RETRY_MS, signal);
      }
    },
  };

  return {
    fleet,
    keep: own.renew,
    confirm: own.confirm,

    async release() {
      stopHearing();
      cancel();
      await beating;
      // The one that was under way may have planned the next.
      cancel();
      await own.remove();
      messenger.tell(MEMBERS_TOPIC, {});
      await messenger.stop();
    },
  };
}
