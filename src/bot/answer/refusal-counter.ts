import type { Turn } from '../../contracts/turns.ts';
import type { Clock } from '../../lib/clock.ts';
import { createExpiringMap } from '../../lib/expiring-map.ts';
import { personKey } from '../../lib/person-key.ts';

/** Counts the questions of each person that limits refuse. */
export interface RefusalCounter {
  /** Counts one. `true`: the person has read it so often within a minute that they know. */
  count(turn: Turn): boolean;
}

const MINUTE_MS = 60_000;
const MAX_PEOPLE = 10_000;
/** After so many sentences within a minute, nothing is said for the rest of it. */
const MAX_TOLD = 3;

/** Creates the counter of a bot. */
export function createRefusalCounter(clock: Clock): RefusalCounter {
  const told = createExpiringMap<string, number>({ clock, maxEntries: MAX_PEOPLE });

  return {
    count({ address, inputs }) {
      const key = personKey(address.channel.platform, inputs[0]?.author.id ?? '');
      const before = told.get(key) ?? 0;
      if (before >= MAX_TOLD) return true;
      told.set(key, before + 1, told.remainingMs(key) || MINUTE_MS);
      return false;
    },
  };
}
