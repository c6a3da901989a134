import type { Change, Store } from '../contracts/store.ts';
import type { Spender, UsageGroup } from '../contracts/usage.ts';
import { channelKey } from '../lib/channel-key.ts';
import type { Clock } from '../lib/clock.ts';
import { createExpiringMap } from '../lib/expiring-map.ts';
import { fieldsReader, textReader } from '../lib/json-reader.ts';
import { NAMES_PREFIX } from './row-key.ts';
import { KEPT_MS } from './stored-usage.ts';
import { personalKind } from './usage-origin.ts';

/** The groups whose entries have names that people know. */
type NamedGroup = Extract<UsageGroup, 'person' | 'channel' | 'server'>;

/** The names of people and places, which are no part of the rows. */
export interface UsageNames {
  /** Gives the names of a charge that are to be stored, because they are new or were stored long ago. */
  hear(spender: Spender): readonly Change[];
  /** Forgets the name of a person. Gives the change that removes it. */
  forget(platform: string, personId: string): Change;
}

interface NamesParts {
  readonly clock: Clock;
}

/** Names that are in memory need not be stored again. */
const MAX_HEARD = 10_000;
/** After this time, a name is stored again, so that it lives as long as its newest row. */
const HEARD_MS = 30 * 24 * 60 * 60 * 1000;
const MAX_LENGTH = 100;

/** Creates the names as they are heard. */
export function createUsageNames({ clock }: NamesParts): UsageNames {
  const heard = createExpiringMap<string, string>({ clock, maxEntries: MAX_HEARD });

  return {
    hear: (spender) =>
      namesOf(spender).flatMap(([key, heardName]) => {
        const name = heardName.slice(0, MAX_LENGTH).toWellFormed();
        if (name === '' || heard.get(key) === name) return [];
        heard.set(key, name, HEARD_MS);
        return [{ key, value: { format: 1, name }, ttlMs: KEPT_MS + HEARD_MS }];
      }),

    forget(platform, personId) {
      const key = nameKey('person', channelKey({ platform, id: personId }));
      heard.delete(key);
      return { key, value: undefined };
    },
  };
}

/** A direct message has the name of its person. */
function namesOf({ channel, person }: Spender): readonly (readonly [key: string, name: string])[] {
  const { platform, server, serverName = '', name = '' } = channel;
  const keyOf = (group: NamedGroup, id: string) => nameKey(group, channelKey({ platform, id }));
  return [
    ...(person ? [[keyOf('person', person.id), person.name] as const] : []),
    ...(personalKind(channel) ? [] : [[keyOf('channel', channel.id), name] as const]),
    ...(server === undefined ? [] : [[keyOf('server', server), serverName] as const]),
  ];
}

function nameKey(group: NamedGroup, entry: string): string {
  return `${NAMES_PREFIX}${group}:${entry}`;
}

const NAMED: readonly UsageGroup[] = ['person', 'channel', 'server'] satisfies NamedGroup[];
const readName = fieldsReader({ name: textReader(MAX_LENGTH) }, 'name');
/** The whole program waits while a batch is read. */
const BATCH = 200;

/** Reads the names of entries that people know. Entries without one are left out. */
export async function readNames(
  store: Pick<Store, 'getMany'>,
  group: UsageGroup,
  entries: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  if (!NAMED.includes(group)) return names;

  for (let index = 0; index < entries.length; index += BATCH) {
    const batch = entries.slice(index, index + BATCH);
    const values = await store.getMany(batch.map((entry) => nameKey(group as NamedGroup, entry)));
    for (const [position, entry] of batch.entries()) {
      const name = readName(values[position])?.name;
      if (name !== undefined) names.set(entry, name);
    }
  }
  return names;
}
