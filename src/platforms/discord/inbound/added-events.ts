import type { Guild, GuildBasedChannel } from 'discord.js';
import type { InboundEvent } from '../../../contracts/inbox.ts';
import type { GuildCache } from './guild-cache.ts';
import { readChannel } from './read-channel.ts';

const JUST_JOINED_MS = 60_000;

/**
 * The bot was added to a server. The channel of the event is the one in which Discord itself greets
 * newcomers, else the topmost one that the bot may write in.
 */
export function addedEvents(server: Guild, cache: GuildCache): readonly InboundEvent[] {
  const { me } = server.members;
  const isWritable = (channel: Guild['systemChannel'] | GuildBasedChannel) => {
    try {
      return me && channel?.permissionsFor(me)?.has(['ViewChannel', 'SendMessages']);
    } catch {
      // discord.js needs the role of everybody, which a server may not have sent.
      return false;
    }
  };

  const textChannels = server.channels.cache
    .filter((channel) => channel.isTextBased() && !channel.isThread())
    .sort((a, b) => a.rawPosition - b.rawPosition);

  const channel = [server.systemChannel, ...textChannels.values()].find(isWritable);
  return channel ? [{ kind: 'added', channel: readChannel(channel.id, server.id, cache) }] : [];
}

/** True if the bot joined the server a moment ago, by Discord's word. */
export function hasJustJoined({ joinedTimestamp }: Guild, now: number): boolean {
  return joinedTimestamp !== null && now - joinedTimestamp < JUST_JOINED_MS;
}
