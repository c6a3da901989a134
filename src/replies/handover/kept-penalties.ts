import type { Store } from '../../contracts/store.ts';
import type { Clock } from '../../lib/clock.ts';
import { createExpiringMap } from '../../lib/expiring-map.ts';
import type { Log } from '../../lib/log.ts';

/** Penalties that other processes obey, too: at once, and those that begin to write later. */
export interface KeptPenalties {
  /** Keeps a penalty. `isForAll`: all processes hear of it now. Never rejects. */
  keep(name: string, durationMs: number, isForAll: boolean): Promise<void>;
  /** Obeys the penalty that is kept under a name, if there is one. `holdBack` lets nothing out for a time. */
  obey(name: string, holdBack: (ms: number) => void): Promise<void>;
  /** As `obey`, now and whenever there is a new one. */
  follow(name: string, holdBack: (ms: number) => void): void;
}

interface KeptPenaltiesParts {
  readonly store: Pick<Store, 'get' | 'write' | 'watch'>;
  readonly clock: Clock;
  readonly log: Log;
}

const PREFIX = 'penalty:';
/** Clocks of machines that show different times must not end it early. */
const CLOCK_MARGIN_MS = 60_000;
const LOOK_EVERY_MS = { shortest: 500, longest: 10_000 };
/** A look into the store takes less time. */
const LOOK_MS = 1_000;
const MAX_PENALTIES = 5_000;

/** Creates the penalties of one store. */
export function createKeptPenalties({ store, clock, log }: KeptPenaltiesParts): KeptPenalties {
  const kept = createExpiringMap<string, true>({ clock, maxEntries: MAX_PENALTIES });
  const followers = new Map<string, (ms: number) => void>();

  /** While the store cannot be read, what was found before goes on. */
  const read = (name: string, before?: unknown) => store.get(PREFIX + name).catch(() => before);

  /** The age of a penalty is unknown. It lasts until its record is gone, and no longer than its whole time from now on. */
  async function obey(name: string, holdBack: (ms: number) => void): Promise<void> {
    const value = await read(name);
    const untilAt = clock.now() + durationOf(value);
    for (let found = value; durationOf(found) > 0; found = await read(name, found)) {
      const leftMs = untilAt - clock.now();
      if (leftMs <= 0) return;
      const { shortest, longest } = LOOK_EVERY_MS;
      const pauseMs = Math.min(leftMs, longest, Math.max(shortest, leftMs / 10));
      holdBack(Math.min(leftMs, pauseMs + LOOK_MS));
      await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
    }
  }

  /** It has just begun. */
  async function obeyNew(name: string, holdBack: (ms: number) => void): Promise<void> {
    const durationMs = durationOf(await read(name));
    if (durationMs > 0) holdBack(durationMs);
  }

  store.watch(PREFIX, (changed) => {
    for (const [name, holdBack] of followers) {
      if (changed === 'all') void obey(name, holdBack);
      else if (changed.includes(PREFIX + name)) void obeyNew(name, holdBack);
    }
  });

  return {
    obey,

    async keep(name, durationMs, isForAll) {
      if (kept.remainingMs(name) >= durationMs) return;
      kept.set(name, true, durationMs);
      const ttlMs = durationMs + CLOCK_MARGIN_MS;
      const change = { key: PREFIX + name, value: { durationMs }, ttlMs };
      const isAnnounced = isForAll ? ({ isAnnounced: true } as const) : {};
      await store.write([{ ...change, ...isAnnounced }]).catch((error: unknown) => {
        log.debug({ error: String(error), name }, 'reply: cannot tell others of a penalty');
      });
    },

    follow(name, holdBack) {
      followers.set(name, holdBack);
      void obey(name, holdBack);
    },
  };
}

function durationOf(value: unknown): number {
  const { durationMs }: { durationMs?: unknown } = Object(value);
  return typeof durationMs === 'number' && Number.isFinite(durationMs) ? durationMs : 0;
}
