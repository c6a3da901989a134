import type { Grant, Grants } from '../contracts/access.ts';
import type { Store } from '../contracts/store.ts';
import { BotError } from '../errors.ts';
import type { Log } from '../lib/log.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';

/** The store of the grants, and the log for those that cannot be read. */
export interface GrantsParts {
  readonly store: Store;
  readonly log: Log;
}

const PREFIX = 'grant:';
/** All grants are in memory. Requests for access alone cannot reach this number within a year. */
const MAX_GRANTS = 10_000;
const STATES: readonly unknown[] = ['admin', 'allowed', 'denied'] satisfies Grant['state'][];

/** Opens the stored grants: reads them once, and keeps them in memory. */
export async function openGrants({ store, log }: GrantsParts): Promise<Grants> {
  const keys = (await store.findKeys(PREFIX)).slice(0, MAX_GRANTS);
  const values = await store.getMany(keys);
  const grants = new Map<string, Grant>();
  keys.forEach((key, index) => {
    const grant = readGrant(values[index]);
    if (grant) grants.set(key, grant);
    else log.warn({ key }, 'access: a stored grant cannot be read, ignoring it');
  });

  /** Makes room for one more. The oldest refusal goes first, because it lets nobody in. */
  function findSurplus(): string | undefined {
    if (grants.size < MAX_GRANTS) return undefined;
    const denied = [...grants].filter(([, { state }]) => state === 'denied');
    const oldest = denied.sort(([, a], [, b]) => a.at - b.at)[0];
    if (oldest) return oldest[0];
    throw new BotError(`There are ${MAX_GRANTS} grants already. Revoke some with /access.`);
  }

  return {
    list: () => [...grants.values()],
    find: (platform, personId) => grants.get(keyOf(platform, personId)),

    async set(grant) {
      const key = keyOf(grant.platform, grant.personId);
      const surplus = grants.has(key) ? undefined : findSurplus();
      const removed = surplus === undefined ? [] : [{ key: surplus, value: undefined }];
      await store.write([...removed, { key, value: { ...grant, format: 1 } }]);
      if (surplus !== undefined) grants.delete(surplus);
      grants.set(key, grant);
    },

    async revoke(platform, personId) {
      const key = keyOf(platform, personId);
      if (!grants.has(key)) return false;
      await store.write([{ key, value: undefined }]);
      return grants.delete(key);
    },
  };
}

function keyOf(platform: string, personId: string): string {
  return `${PREFIX}${platform}:${personId}`;
}

/** `undefined`: the value is no grant. */
function readGrant(value: unknown): Grant | undefined {
  const { platform, personId, name, state, by, at } = (value ?? {}) as Partial<Grant>;
  const isWhole = [platform, personId, name].every((text) => typeof text === 'string');
  if (!isWhole || typeof at !== 'number' || !STATES.includes(state)) return undefined;
  const givenBy = typeof by === 'string' ? by : undefined;
  return omitUndefined({ platform, personId, name, state, by: givenBy, at }) as Grant;
}
