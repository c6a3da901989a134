import type { Clock } from '../../../lib/clock.ts';
import { endsWithin } from '../../../lib/ends-within.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import type { GuildCache } from './guild-cache.ts';
import { isThreadType } from './read-channel.ts';
import type { FetchServer } from './server-fetcher.ts';
import type { ChannelDetails } from './server-source.ts';
import type { ThreadParents } from './thread-parents.ts';

/** The channel of an event, as far as the event names it. */
export interface EventPlace {
  readonly channelId?: string | undefined;
  /** Absent: the bot is on no server there. */
  readonly serverId?: string | undefined;
  /** What the event tells about the channel. */
  readonly details?: ChannelDetails | undefined;
}

interface EventPlacesParts {
  readonly parents: Pick<ThreadParents, 'find'>;
  readonly clock: Clock;
  guildCache(): GuildCache;
  /** Makes a server known, where the cache may lack it. Never rejects. */
  readonly fetchServer?: FetchServer | undefined;
  /** Looks a channel up if the cache lacks it. Never rejects. */
  fetchUnknown(channelId: string): Promise<unknown>;
}

/**
 * Gives the facts that an event leaves out, when its channel is known as well as it can be: from the event, the cache,
 * the network, or what processes remember of threads. Never rejects.
 */
type LearnPlace = (place: EventPlace, longestLookUpMs?: number) => Promise<GuildCache>;

/** Discord's type of a public thread. */
const PUBLIC_THREAD = 11;

/** Creates the function that makes channels of events known. */
export function createEventPlaces(parts: EventPlacesParts): LearnPlace {
  const { parents, clock } = parts;

  async function waitFor(found: Promise<unknown>, longestMs: number | undefined): Promise<void> {
    if (longestMs === undefined) await found;
    else await endsWithin(clock, longestMs, found);
  }

  return async ({ channelId, serverId, details = {} }, longestLookUpMs) => {
    const cache = parts.guildCache();
    if (channelId === undefined || serverId === undefined) return cache;
    await parts.fetchServer?.(serverId, longestLookUpMs);
    if (isComplete(details)) return withChannel(cache, channelId, details);

    await waitFor(parts.fetchUnknown(channelId), longestLookUpMs);
    const known = { ...cache.channel(channelId), ...details };
    if (isComplete(known)) return withChannel(cache, channelId, known);

    const parentId = await parents.find(channelId);
    const found = parentId === undefined ? known : { type: PUBLIC_THREAD, ...known, parentId };
    return withChannel(cache, channelId, found);
  };
}

/** A thread belongs to a channel. */
function isComplete({ type, parentId }: ChannelDetails): boolean {
  return type !== undefined && (!isThreadType(type) || parentId !== undefined);
}

function withChannel(cache: GuildCache, channelId: string, details: ChannelDetails): GuildCache {
  const channel = (id: string) =>
    id === channelId ? omitUndefined({ ...cache.channel(id), ...details }) : cache.channel(id);
  return { ...cache, channel };
}
