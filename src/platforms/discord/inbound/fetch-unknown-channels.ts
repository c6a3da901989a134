import type { Client } from 'discord.js';

/**
 * Fetches channels into the cache of discord.js. It may lack threads that were archived when the bot
 * connected, and channels of servers that send less than Discord does.
 */
export async function fetchUnknownChannels(
  client: Client,
  channelIds: readonly string[],
): Promise<void> {
  const unknownIds = channelIds.filter((id) => !client.channels.cache.has(id));
  await Promise.all(unknownIds.map((id) => client.channels.fetch(id).catch(() => {})));
}
