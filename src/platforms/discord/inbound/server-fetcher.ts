import type { Client } from 'discord.js';
import type { Clock } from '../../../lib/clock.ts';
import { endsWithin } from '../../../lib/ends-within.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import { createSharedRun } from '../../../lib/shared-run.ts';
import { toDiscordError } from '../connection/discord-error.ts';
import { waitOutLimits } from '../connection/wait-out-limits.ts';
import { createFailureWindow } from './failure-window.ts';

/**
 * Fetches a server with its roles and channels into the cache of discord.js, unless it is there. A session that another
 * process began tells this one only what changes from then on. Resolves early after `longestWaitMs`; never rejects.
 */
export type FetchServer = (serverId: string, longestWaitMs?: number) => Promise<void>;

/** An event does not wait longer for a limit to end. */
const LONGEST_LIMIT_MS = 5_000;
/** A server that Discord does not give is asked for again after this time. */
const MISSING_MS = 60_000;
const MAX_MISSING = 1_000;

/** Creates the function for one client. */
export function createServerFetcher(client: Client, clock: Clock): FetchServer {
  const failures = createFailureWindow(clock);
  const missing = createExpiringMap<string, true>({ clock, maxEntries: MAX_MISSING });
  const once = createSharedRun<void>();
  const fetching = new Set<string>();

  function ask<Answer>(fetch: () => Promise<Answer>): Promise<Answer> {
    return waitOutLimits({ clock, longestWaitMs: LONGEST_LIMIT_MS }, () =>
      fetch().catch((error: unknown) => {
        throw toDiscordError(error, 'look at a server', false);
      }),
    );
  }

  async function fetchServer(serverId: string): Promise<void> {
    fetching.add(serverId);
    const isFetched = await failures.tryTo(async () => {
      const server = await ask(() => client.guilds.fetch({ guild: serverId, force: true }));
      await ask(() => server.channels.fetch());
      return true;
    });
    fetching.delete(serverId);
    if (isFetched) return;

    // A server without its channels would count as known.
    client.guilds.cache.delete(serverId);
    missing.set(serverId, true, MISSING_MS);
  }

  return async (serverId, longestWaitMs) => {
    const isKnown = client.guilds.cache.has(serverId) && !fetching.has(serverId);
    if (isKnown || missing.has(serverId)) return;

    const fetched = once(serverId, () => fetchServer(serverId));
    if (longestWaitMs === undefined) return fetched;
    await endsWithin(clock, longestWaitMs, fetched);
  };
}
