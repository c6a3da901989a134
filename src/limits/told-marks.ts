import { createHash } from 'node:crypto';
import type { Store } from '../contracts/store.ts';
import type { Clock } from '../lib/clock.ts';
import { createExpiringMap } from '../lib/expiring-map.ts';
import type { Log } from '../lib/log.ts';

/** Remembers what was said about limits, also over restarts. */
export interface ToldMarks {
  /** `true` for the first call with this key before `until`. Never rejects. */
  claim(key: string, until: number): Promise<boolean>;
}

const MAX_MARKS = 20_000;
/** The store may have the time of another clock. */
const SPARE_MS = 3_600_000;

/** Creates the marks. Where the store cannot be read, something may be said twice. */
export function createToldMarks({
  store,
  clock,
  log,
}: {
  readonly store: Pick<Store, 'swap'>;
  readonly clock: Clock;
  readonly log: Log;
}): ToldMarks {
  const told = createExpiringMap<string, true>({ clock, maxEntries: MAX_MARKS });

  async function claimStored(key: string, until: number): Promise<boolean> {
    // The key names a person, of whom nothing needs to be stored for this.
    const hash = createHash('sha256').update(key).digest('base64url');
    const ttlMs = Math.max(0, until - clock.now()) + SPARE_MS;
    // Of several processes, one says it.
    return store.swap(`limit-told:${hash}`, undefined, { until }, { ttlMs });
  }

  return {
    async claim(key, until) {
      const periodKey = `${key}|${until}`;
      if (told.has(periodKey)) return false;
      told.set(periodKey, true, Math.max(1, until - clock.now()));
      try {
        return await claimStored(periodKey, until);
      } catch (error) {
        log.debug({ error: String(error) }, 'limits: a mark was not stored');
        return true;
      }
    },
  };
}
