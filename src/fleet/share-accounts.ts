import type { Store } from '../contracts/store.ts';
import { ConfigError } from '../errors.ts';
import type { Membership } from './join-fleet.ts';
import { readMemberRecords } from './read-member-records.ts';

/** The ids of bots, by their platforms. */
export type Accounts = Readonly<Record<string, string>>;

interface ShareAccountsParts {
  readonly store: Pick<Store, 'findKeys' | 'getMany'>;
  readonly membership: Pick<Membership, 'keep' | 'fleet'>;
}

/**
 * Tells the others which bots this process works as, and makes sure that nobody works as another one: each would answer
 * in the chats of the other. The own accounts come first, so of two that start at once, one sees the other.
 *
 * @throws A `ConfigError`.
 */
export async function shareAccounts(
  accounts: Accounts,
  { store, membership }: ShareAccountsParts,
): Promise<void> {
  await membership.keep({ accounts });
  const ownId = membership.fleet.self.id;
  for (const { member, isDead, accounts: known } of (await readMemberRecords(store)).values()) {
    const others: Accounts = Object(known);
    if (isDead || member.id === ownId) continue;
    const differing = Object.keys(accounts).find(
      (name) => others[name] !== undefined && others[name] !== accounts[name],
    );
    if (differing === undefined) continue;
    throw new ConfigError(
      `STORE_URL: process ${member.number} on this store works as another bot on ${differing} (${others[differing]}, and this one is ${accounts[differing]}). Give each bot a database of its own, or the same token to all processes. To change the bot of this store, stop all its processes first.`,
    );
  }
}
