import type { Clock } from '../lib/clock.ts';
import { isProcessGone, type MemberRecord } from './member-record.ts';

/** Finds out which members do not renew their records any more. */
export interface MemberWatch {
  /** Takes the records of one look, by their keys. Gives the keys of those that are dead. */
  look(records: ReadonlyMap<string, MemberRecord>): readonly string[];
  /** A look failed: what was seen before it does not count. */
  forget(): void;
}

interface Seen {
  readonly renewedAt: number;
  readonly id: string;
  /** The looks in a row that found it unchanged. */
  readonly looks: number;
}

interface MemberWatchParts {
  readonly clock: Clock;
  readonly lookEveryMs: number;
  /** Default: looks for the process. */
  isGone?(record: MemberRecord): boolean;
}

/** A member is dead after this many looks in a row that found its record unchanged. */
const UNCHANGED_LOOKS = 4;

/**
 * Creates a watch. It counts its own looks, and compares no clocks of two machines: a watcher that was frozen itself
 * sees records that seem old, and must not count the time in which it did not look.
 */
export function createMemberWatch({
  clock,
  lookEveryMs,
  isGone = isProcessGone,
}: MemberWatchParts): MemberWatch {
  let seen = new Map<string, Seen>();
  let lookedAt = Number.NEGATIVE_INFINITY;
  let countedAt = Number.NEGATIVE_INFINITY;

  function see(key: string, { member, renewedAt }: MemberRecord, counted: 0 | 1): Seen {
    const before = seen.get(key);
    const isUnchanged = before?.renewedAt === renewedAt && before.id === member.id;
    return { renewedAt, id: member.id, looks: isUnchanged ? before.looks + counted : 0 };
  }

  return {
    look(records) {
      const now = clock.now();
      if (now - lookedAt > 2 * lookEveryMs) seen.clear();
      lookedAt = now;
      // After a change of the members a look comes sooner than those who live renew their records.
      const counted = now - countedAt >= lookEveryMs ? 1 : 0;
      if (counted) countedAt = now;

      seen = new Map([...records].map(([key, record]) => [key, see(key, record, counted)]));
      const isDead = ([key, record]: readonly [string, MemberRecord]) =>
        record.isDead || isGone(record) || (seen.get(key)?.looks ?? 0) >= UNCHANGED_LOOKS;
      return [...records].filter(isDead).map(([key]) => key);
    },

    forget: () => seen.clear(),
  };
}
