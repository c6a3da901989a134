import type { Client } from 'discord.js';
import type { Clock } from '../../../lib/clock.ts';

/** Fetches channels into the cache of discord.js. */
export interface ChannelFetcher {
  /**
   * Fetches the channels that the cache lacks: threads that were archived when the bot connected, and channels
   * of servers that send less than Discord does. Never rejects.
   */
  fetchUnknown(client: Client, channelIds: readonly string[]): Promise<void>;
}

/**
 * Discord bans the address of a bot for a while after 10,000 refused requests in 10 minutes, and people
 * can link to any channel.
 */
const MAX_FAILURES = 20;
const WINDOW_MS = 60_000;

/** Creates a fetcher that stops for a while after many failures. */
export function createChannelFetcher(clock: Clock): ChannelFetcher {
  /** Requests that failed, or may still fail. */
  let failures = 0;
  let windowStartedAt = clock.now();

  function mayFetch(): boolean {
    if (clock.now() - windowStartedAt >= WINDOW_MS) {
      failures = 0;
      windowStartedAt = clock.now();
    }
    return failures < MAX_FAILURES;
  }

  async function fetchOne(client: Client, channelId: string): Promise<void> {
    if (!mayFetch()) return;
    failures += 1;

    try {
      await client.channels.fetch(channelId);
      failures = Math.max(0, failures - 1);
    } catch {
      // The channel stays unknown.
    }
  }

  return {
    async fetchUnknown(client, channelIds) {
      const unknownIds = channelIds.filter((id) => !client.channels.cache.has(id));
      await Promise.all(unknownIds.map((id) => fetchOne(client, id)));
    },
  };
}
