import type { Grant, Grants } from '../contracts/access.ts';
import type { Store } from '../contracts/store.ts';
import { BotError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { openSharedRecords } from '../lib/shared-records.ts';

/** The store of the grants, and the log for those that cannot be read. */
export interface GrantsParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

const PREFIX = 'grant:';
/** All grants are in memory. Requests for access alone cannot reach this number within a year. */
const MAX_GRANTS = 10_000;
const STATES: readonly unknown[] = ['admin', 'allowed', 'denied'] satisfies Grant['state'][];

/** Opens the stored grants: reads them once, keeps them in memory, and hears of those that other processes change. */
export async function openGrants({ store, clock, log }: GrantsParts): Promise<Grants> {
  function read(stored: unknown, key: string): Grant | undefined {
    const grant = readGrant(stored);
    if (!grant) log.warn({ key }, 'access: a stored grant cannot be read, ignoring it');
    return grant;
  }
  const options = { prefix: PREFIX, read, most: 2 * MAX_GRANTS };
  const records = await openSharedRecords<Grant>({ store, clock, log, ...options });
  const grants = records.values;

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
    find: (platform, personId) => grants.get(nameOf(platform, personId)),

    async set(grant) {
      const name = nameOf(grant.platform, grant.personId);
      const surplus = grants.has(name) ? undefined : findSurplus();
      if (surplus !== undefined) await records.change(surplus, () => undefined);
      await records.change(name, () => ({ ...grant, format: 1 }));
    },

    async revoke(platform, personId) {
      let isRevoked = false;
      await records.change(nameOf(platform, personId), (grant) => {
        isRevoked = grant !== undefined;
        return undefined;
      });
      return isRevoked;
    },
  };
}

function nameOf(platform: string, personId: string): string {
  return `${platform}:${personId}`;
}

/** `undefined`: the value is no grant. */
function readGrant(value: unknown): Grant | undefined {
  const { platform, personId, name, state, by, at } = (value ?? {}) as Partial<Grant>;
  const isWhole = [platform, personId, name].every((text) => typeof text === 'string');
  if (!isWhole || typeof at !== 'number' || !STATES.includes(state)) return undefined;
  const givenBy = typeof by === 'string' ? by : undefined;
  return omitUndefined({ platform, personId, name, state, by: givenBy, at }) as Grant;
}
