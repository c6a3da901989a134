import type { Member } from '../contracts/fleet.ts';
import type { Store } from '../contracts/store.ts';
import { type Clock, sleep } from '../lib/clock.ts';
import { readPidWorld } from '../lib/read-pid-world.ts';
import { isProcessGone, type MemberRecord } from './member-record.ts';
import { readMemberRecords } from './read-member-records.ts';

interface LivingParts {
  readonly store: Pick<Store, 'findKeys' | 'getMany'>;
  readonly clock: Clock;
  /** Absent: looks for the process. */
  readonly isGone?: (record: MemberRecord) => boolean;
}

/** A living member renews its record several times in it. */
const LOOK_AGAIN_MS = 4_000;

/**
 * Finds the members that work on a store, for a process that is no member itself. Takes no time where no record is left;
 * of processes elsewhere it looks twice, because the clocks of two machines differ.
 */
export async function findLivingMembers({
  store,
  clock,
  isGone = isProcessGone,
}: LivingParts): Promise<readonly Member[]> {
  const first = await readMemberRecords(store);
  const left = [...first].filter(([, record]) => !record.isDead && !isGone(record));
  const isKnown = left.every(([, { pidWorld }]) => pidWorld === readPidWorld());
  if (left.length === 0 || isKnown) return membersOf(left);

  await sleep(clock, LOOK_AGAIN_MS);
  const second = await readMemberRecords(store);
  return membersOf(
    [...second].filter(([key, { renewedAt, isDead }]) => {
      return !isDead && first.get(key)?.renewedAt !== renewedAt;
    }),
  );
}

function membersOf(records: readonly (readonly [string, MemberRecord])[]): readonly Member[] {
  return records.map(([, { member }]) => member).toSorted((a, b) => a.number - b.number);
}
