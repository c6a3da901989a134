import { randomUUID } from 'node:crypto';
import type { Database } from '../contracts/database.ts';
import type { Fleet, Member, ProcessRole } from '../contracts/fleet.ts';
import type { Store } from '../contracts/store.ts';
import { BotError, StoreError } from '../errors.ts';
import { type Clock, sleep } from '../lib/clock.ts';
import { createKeyedLock } from '../lib/keyed-lock.ts';
import type { Log } from '../lib/log.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { readPidWorld } from '../lib/read-pid-world.ts';
import { isMemberRecord, type MemberRecord, memberKey } from './member-record.ts';
import { createMemberWatch } from './member-watch.ts';
import { createMessenger } from './messenger.ts';
import { readMemberRecords, readRegisteredMembers } from './read-member-records.ts';
import { chooseStoreFormat, STORE_FORMAT } from './store-format.ts';

interface JoinParts {
  readonly store: Store;
  readonly database: Pick<Database, 'ride' | 'listen' | 'withLock'>;
  readonly role: ProcessRole;
  /** The version of the program. */
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
  /** As in `createMemberWatch`. */
  readonly isGone?: ((record: MemberRecord) => boolean) | undefined;
  /** Absent: that of this program. */
  readonly storeFormat?: number | undefined;
  /** Called when the others took this process for dead: it must end at once. The store refuses its writes. */
  onLost(): void;
  /** Gives up what a dead member held. It is called again, perhaps by another member, until it succeeds. */
  onDead(record: MemberRecord): Promise<void>;
}

/** This process as a member of the fleet. */
export interface Membership {
  readonly fleet: Fleet;
  /** Keeps the name under which this process locks jobs, for those who unlock them after its death. */
  keepJobLock(name: string): Promise<void>;
  /** As `Lease.confirm`. Waits while the database cannot be reached. */
  confirm(): Promise<void>;
  /** Leaves the fleet. The store refuses nothing that others write from then on. */
  release(): Promise<void>;
}

const RENEW_EVERY_MS = 1_500;
/** Shorter than the time after which others take a member for dead: four looks. */
const YOUNG_MS = 4_000;
const CONFIRM_RETRY_MS = 500;
/** After this time without the database, a write fails. Its turn stays open. */
const LONGEST_CONFIRM_MS = 60_000;
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
  const watch = createMemberWatch(
    omitUndefined({ clock, lookEveryMs: RENEW_EVERY_MS, isGone: parts.isGone }),
  );
  const identity = { id: randomUUID(), role: parts.role, version: parts.version };
  let current = await claimNumber();
  const { member: self } = current;
  const key = memberKey(self.number);
  const readMembers = () => readRegisteredMembers(store);
  const storeFormat = await chooseStoreFormat({ store, self, readMembers, log }).catch(
    async (error: unknown) => {
      await store.claim(key, current, undefined);
      throw error;
    },
  );
  const messenger = createMessenger({ database, clock, log, from: self.id });
  const listeners = new Set<() => void>();
  let others: readonly Member[] = [];
  let isReleased = false;
  let isLost = false;
  /** Two renewals at a time would take each other for those of a stranger. */
  const inTurn = createKeyedLock();
  let cancel = () => {};

  async function claimNumber(): Promise<MemberRecord> {
    for (let number = 0; number < MOST_MEMBERS; number += 1) {
      const record = newRecord(number);
      if (await store.claim(memberKey(number), undefined, record)) return record;
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
    if (isReleased || isLost) return;
    try {
      if (!(await renew())) return lose();
      await lookAtOthers();
    } catch (error) {
      watch.forget();
      const level = error instanceof StoreError ? 'debug' : 'warn';
      log[level](
        { error: String(error) },
        'fleet: cannot renew the record of this process, retrying',
      );
    }
    if (!isReleased && !isLost) beatAfter(RENEW_EVERY_MS);
  }

  function beatAfter(ms: number): void {
    cancel();
    cancel = clock.after(ms, () => void inTurn(key, beat));
  }

  /** Gives `false` when the others took this process for dead. */
  async function renew(changes: Partial<MemberRecord> = {}): Promise<boolean> {
    const next = { ...current, ...changes, renewedAt: clock.now() };
    if (!(await store.claim(key, current, next)) && !(await claimArrived(next))) return false;
    current = next;
    return true;
  }

  /** An earlier renewal that failed may have arrived all the same. */
  async function claimArrived(next: MemberRecord): Promise<boolean> {
    const stored = await store.get(key);
    return isOwn(stored) && (await store.claim(key, stored, next));
  }

  function isOwn(value: unknown): value is MemberRecord {
    return isMemberRecord(value) && value.member.id === self.id && !value.isDead;
  }

  async function lookAtOthers(): Promise<void> {
    const records = await readMemberRecords(store);
    records.delete(key);
    const dead = new Set(watch.look(records));
    setOthers([...records].flatMap(([each, { member }]) => (dead.has(each) ? [] : member)));
    for (const each of dead) {
      const record = records.get(each);
      if (record) await bury(each, record);
    }
    await storeFormat.raise();
  }

  function setOthers(next: readonly Member[]): void {
    const sorted = next.toSorted((a, b) => a.number - b.number);
    const isSame = sorted.map(({ id }) => id).join() === others.map(({ id }) => id).join();
    others = sorted;
    if (!isSame) for (const onChange of listeners) onChange();
  }

  /** The mark comes first: it keeps the dead member from writing, and stays until everything is given up. */
  async function bury(deadKey: string, record: MemberRecord): Promise<void> {
    const marked: MemberRecord = { ...record, isDead: true };
    if (!record.isDead) {
      if (!(await store.swap(deadKey, record, marked))) return;
      const { number, role } = record.member;
      log.warn(
        { number, role, pid: record.pid },
        'fleet: a process died, others take over its work',
      );
    }
    await onDead(record);
    await store.swap(deadKey, marked, undefined);
  }

  function lose(): void {
    if (isReleased || isLost) return;
    isLost = true;
    cancel();
    onLost();
  }

  const isYoung = () => !isLost && clock.now() - current.renewedAt < YOUNG_MS;
  await lookAtOthers();
  beatAfter(0);
  const stopHearing = messenger.onTold(MEMBERS_TOPIC, () => {
    // The look that is under way may have missed the change; the next one sees it.
    if (!isReleased && !isLost) beatAfter(0);
  });
  messenger.tell(MEMBERS_TOPIC, {});

  const fleet: Fleet = {
    self,
    members: () => [self, ...others].toSorted((a, b) => a.number - b.number),
    isCurrent: () => !isReleased && isYoung(),
    onMembers(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    tell: messenger.tell,
    tellSoon: messenger.tellSoon,
    onTold: messenger.onTold,
    runAlone: async (name, work, signal) => {
      while (!signal.aborted) {
        await database.withLock(name, work, signal).catch((error: unknown) => {
          log.debug({ name, error: String(error) }, 'fleet: the lock was lost, trying again');
        });
        await sleep(clock, CONFIRM_RETRY_MS, signal);
      }
    },
  };

  return {
    fleet,

    async keepJobLock(jobLock) {
      if (!(await inTurn(key, () => renew({ jobLock })))) lose();
    },

    async confirm() {
      for (const since = clock.now(); !isYoung() && !isReleased; ) {
        const stored = await store.get(key).catch(() => 'unreachable' as const);
        if (isOwn(stored) && !isLost) return;
        if (stored !== 'unreachable') {
          lose();
          throw new BotError('Other processes of Parley have taken over the work of this one.');
        }
        if (clock.now() - since >= LONGEST_CONFIRM_MS) {
          throw new BotError('The database cannot be reached, so this process may not write.');
        }
        await sleep(clock, CONFIRM_RETRY_MS);
      }
    },

    async release() {
      isReleased = true;
      cancel();
      stopHearing();
      await inTurn(key, () => store.claim(key, current, undefined)).catch(ignoreStoreFailure);
      messenger.tell(MEMBERS_TOPIC, {});
      await messenger.stop();
    },
  };
}

function ignoreStoreFailure(error: unknown): void {
  if (!(error instanceof StoreError)) throw error;
}
