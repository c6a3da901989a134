import type { Fleet, Member } from '../contracts/fleet.ts';
import type { Store } from '../contracts/store.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import type { MemberRecord } from './member-record.ts';
import { createMemberWatch } from './member-watch.ts';
import { readMemberRecords } from './read-member-records.ts';

/** The members beside this process. */
export interface OtherMembers extends Pick<Fleet, 'onMembers'> {
  /** Those that were alive at the last look, in the order of their numbers. */
  readonly alive: readonly Member[];
  /** Reads the records of all, and takes over from those that are dead. */
  look(): Promise<void>;
  /** As in `MemberWatch`. */
  forget(): void;
}

interface OtherMembersParts {
  readonly store: Pick<Store, 'findKeys' | 'getMany' | 'swap'>;
  /** The key of the record of this process. */
  readonly ownKey: string;
  readonly lookEveryMs: number;
  readonly clock: Clock;
  readonly log: Log;
  /** As in `createMemberWatch`. */
  readonly isGone: ((record: MemberRecord) => boolean) | undefined;
  /** As in `joinFleet`. */
  onDead(record: MemberRecord): Promise<void>;
}

/** Creates the list of the others, which begins with the first look. */
export function createOtherMembers(parts: OtherMembersParts): OtherMembers {
  const { store, ownKey, lookEveryMs, clock, log, isGone, onDead } = parts;
  const watch = createMemberWatch(omitUndefined({ clock, lookEveryMs, isGone }));
  const listeners = new Set<() => void>();
  let alive: readonly Member[] = [];

  function setAlive(next: readonly Member[]): void {
    const sorted = next.toSorted((a, b) => a.number - b.number);
    const isSame = sorted.map(({ id }) => id).join() === alive.map(({ id }) => id).join();
    alive = sorted;
    if (!isSame) for (const onChange of listeners) onChange();
  }

  /** The mark comes first: it keeps the dead member from writing, and stays until everything is given up. */
  async function bury(key: string, record: MemberRecord): Promise<void> {
    const marked: MemberRecord = { ...record, isDead: true };
    if (!record.isDead) {
      if (!(await store.swap(key, record, marked))) return;
      const { number, role } = record.member;
      log.warn(
        { number, role, pid: record.pid },
        'fleet: a process died, others take over its work',
      );
    }
    await onDead(record);
    await store.swap(key, marked, undefined);
  }

  return {
    get alive() {
      return alive;
    },

    onMembers(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },

    async look() {
      const records = await readMemberRecords(store);
      records.delete(ownKey);
      const dead = new Set(watch.look(records));
      setAlive([...records].flatMap(([key, { member }]) => (dead.has(key) ? [] : member)));
      for (const [key, record] of records) if (dead.has(key)) await bury(key, record);
    },

    forget: watch.forget,
  };
}
