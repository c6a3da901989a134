import type { Client } from 'discord.js';
import type { Clock } from '../../../lib/clock.ts';
import { createSharedRun, type SharedRun } from '../../../lib/shared-run.ts';
import { createFailureWindow } from './failure-window.ts';

/** Fetches channels into the cache of discord.js. */
export interface ChannelFetcher {
  /**
   * Fetches the channels that the cache lacks: threads that were archived when the bot connected, and channels
   * of servers that send less than Discord does. Gives those that exist, and stay unknown because the gateway tells
   * another process of their servers. Never rejects.
   */
  fetchUnknown(client: Client, channelIds: readonly string[]): Promise<readonly string[]>;
}

/** Creates a fetcher that stops for a while after many failures. */
export function createChannelFetcher(clock: Clock): ChannelFetcher {
  const failures = createFailureWindow(clock);
  /** By client, as each has a cache of its own. Many events of a channel can come at one moment. */
  const runs = new WeakMap<Client, SharedRun<unknown>>();

  function fetchOnce(client: Client, id: string): Promise<unknown> {
    const once = runs.get(client) ?? createSharedRun();
    runs.set(client, once);
    return once(id, () => failures.tryTo(() => client.channels.fetch(id)));
  }

  return {
    async fetchUnknown(client, channelIds) {
      const unknownIds = channelIds.filter((id) => !client.channels.cache.has(id));
      const fetched = await Promise.all(unknownIds.map((id) => fetchOnce(client, id)));
      return unknownIds.filter((_, index) => fetched[index] === null);
    },
  };
}
