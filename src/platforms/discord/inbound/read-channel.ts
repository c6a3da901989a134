import type { Channel } from '../../../contracts/chat-message.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import type { GuildCache } from './guild-cache.ts';
import type { ChannelDetails } from './server-source.ts';

/**
 * Announcement, public and private threads: https://discord.com/developers/docs/resources/channel
 */
const THREAD_TYPES = [10, 11, 12];

/** True for Discord's types of threads. */
export function isThreadType(type: number): boolean {
  return THREAD_TYPES.includes(type);
}

/**
 * The channel with this id. Without a server it is a DM: applications cannot be in group DMs.
 *
 * @param details The details that the event gives; the cache fills in the rest.
 */
export function readChannel(
  id: string,
  server: string | undefined,
  cache: GuildCache,
  details?: ChannelDetails,
): Channel {
  const { type = 0, name, parentId } = { ...cache.channel(id), ...details };
  const isThread = isThreadType(type);
  const shared = { platform: 'discord', id, name: name || undefined };

  if (server === undefined) return omitUndefined({ ...shared, kind: 'direct' as const });

  const threadParentId = (isThread && parentId) || undefined;
  const parent = threadParentId === undefined ? undefined : cache.channel(threadParentId);
  return omitUndefined({
    ...shared,
    server,
    kind: isThread ? ('thread' as const) : ('group' as const),
    parentId: threadParentId,
    parentName: parent?.name || undefined,
    categoryId: (isThread ? parent?.parentId : parentId) || undefined,
    serverName: cache.serverName(server) || undefined,
  });
}
