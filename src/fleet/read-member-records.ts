import type { Member } from '../contracts/fleet.ts';
import type { Store } from '../contracts/store.ts';
import { isMemberRecord, MEMBERS_PREFIX, type MemberRecord } from './member-record.ts';

/** Reads the records of all members, by their keys: also of those that died, until somebody removes them. */
export async function readMemberRecords(
  store: Pick<Store, 'findKeys' | 'getMany'>,
): Promise<Map<string, MemberRecord>> {
  const keys = await store.findKeys(MEMBERS_PREFIX);
  const values = await store.getMany(keys);
  return new Map(
    keys.flatMap((key, index) => {
      const value = values[index];
      return isMemberRecord(value) ? [[key, value] as const] : [];
    }),
  );
}

/** Reads the members that nobody has taken for dead. */
export async function readRegisteredMembers(
  store: Pick<Store, 'findKeys' | 'getMany'>,
): Promise<readonly Member[]> {
  const records = await readMemberRecords(store);
  return [...records.values()].flatMap(({ member, isDead }) => (isDead ? [] : member));
}
