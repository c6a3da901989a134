import type { Client } from 'discord.js';
import type { ChannelFetcher } from './channel-fetcher.ts';
import { createGatewayServers } from './gateway-servers.ts';
import { createGuildCache, type GuildCache, type PeopleMemory } from './guild-cache.ts';
import type { RestServers } from './rest-servers.ts';

/** Gives the facts about the server of a channel, and makes the channel known where that is possible. Never rejects. */
export type FindGuildCache = (channelId: string) => Promise<GuildCache>;

interface GuildCacheFinderParts {
  readonly ownId: string;
  /** The connection that knows a channel, else any. `undefined`: no gateway tells this process anything. */
  clientFor(channelId: string): Client | undefined;
  readonly channelFetcher: ChannelFetcher;
  readonly restServers: RestServers;
  readonly locales: PeopleMemory['locales'];
  /** The names that the gateway told. */
  readonly names: PeopleMemory['names'];
  /** The names in the events that this process answers. */
  readonly writers: PeopleMemory['names'];
}

/** Creates the function. The gateway knows best; it tells this process of some servers, or of none. */
export function createGuildCacheFinder(parts: GuildCacheFinderParts): FindGuildCache {
  const { ownId, channelFetcher, restServers, locales } = parts;

  /** True if the gateway tells another process of the server. */
  async function isElsewhere(connected: Client, channelId: string): Promise<boolean> {
    if (connected.channels.cache.has(channelId)) return false;
    if (restServers.channel(channelId)) return true;
    return (await channelFetcher.fetchUnknown(connected, [channelId])).length > 0;
  }

  return async (channelId) => {
    const client = parts.clientFor(channelId);
    if (client && !(await isElsewhere(client, channelId))) {
      return createGuildCache(createGatewayServers(client), ownId, { names: parts.names, locales });
    }

    await restServers.learn(channelId);
    return createGuildCache(restServers, ownId, { names: parts.writers, locales });
  };
}
