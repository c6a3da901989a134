import type { Channel } from '../../contracts/chat-message.ts';
import type { UsageQuery } from '../../contracts/usage.ts';
import { networkOf } from '../../lib/network-of.ts';
import { channelOfPlace, type Reader, scopeOfPlace } from '../scopes/place.ts';
import type { UsageOwner } from './usage-view.ts';

/** Tells whether a person may see the usage of an owner: everybody their own, moderators that of their place, admins all. */
export async function maySeeUsage(owner: UsageOwner, reader: Reader): Promise<boolean> {
  const { author, channel, context } = reader;
  if (owner === 'me') return true;
  // An admin of one of several bots is no admin of the others.
  if (owner === 'bot') {
    return context.isAdmin(author, { ...channel, platform: networkOf(channel.platform) });
  }

  if (!isShared(channel) || scopeOfPlace(owner, channel) === undefined) return false;
  // A moderator of one channel is not a moderator of the whole server.
  if (owner === 'server') return author.isServerAdmin || context.isAdmin(author, channel);
  return context.isModerator(author, channelOfPlace(owner, channel));
}

/** Tells whether several people use a place. In a conversation of one person, their own usage is all there is. */
export function isShared({ kind, personId }: Pick<Channel, 'kind' | 'personId'>): boolean {
  return kind !== 'direct' && personId === undefined;
}

/** Picks the usage of an owner. */
export function queryOfOwner(owner: UsageOwner, { author, channel }: Reader): Partial<UsageQuery> {
  if (owner === 'me') return { platform: channel.platform, personId: author.id };
  const scope = owner === 'bot' ? undefined : scopeOfPlace(owner, channel);
  return scope === undefined ? {} : { scope };
}
