import type { Channel } from '../../../contracts/chat-message.ts';
import type { CachedChannel, GuildCache } from './guild-cache.ts';

/** Announcement, public and private threads: https://discord.com/developers/docs/resources/channel */
const THREADS = [10, 11, 12];

/** Without a server it is a DM: applications cannot be in group DMs. `known` is asked where the event does not tell. */
export function readChannel(
  id: string,
  server: string | undefined,
  known: GuildCache,
  told?: CachedChannel,
): Channel {
  const { type = 0, name, parentId } = { ...known.channel(id), ...told };
  const named = { platform: 'discord', id, ...(name && { name }) };
  if (server === undefined) return { ...named, kind: 'direct' };
  const isThread = THREADS.includes(type);
  return {
    ...named,
    server,
    kind: isThread ? 'thread' : 'group',
    ...(isThread && parentId && { parentId }),
  };
}
