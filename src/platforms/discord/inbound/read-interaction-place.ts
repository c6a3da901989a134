import type { Channel } from '../../../contracts/chat-message.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { personalChannel } from '../../../lib/personal-channel.ts';
import { readCustomId } from '../custom-id.ts';
import type { GuildCache } from './guild-cache.ts';
import type { RawInteraction } from './raw-interaction.ts';
import { readChannel } from './read-channel.ts';
import type { ChannelDetails } from './server-source.ts';

/**
 * Discord's contexts of interactions: a server, the DM with the bot, and the DMs of people:
 * https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-interaction-context-types
 */
const SERVER = 0;
const DMS_OF_PEOPLE = 2;
/** The installation to a server, among those that allow an interaction. */
const SERVER_INSTALL = '0';

/** The conversation that an interaction belongs to. */
export function readInteractionPlace(
  raw: RawInteraction,
  channelId: string,
  { cache, userId }: { readonly cache: GuildCache; readonly userId: string },
): Channel {
  const { guild_id: serverId, channel, data } = raw;
  const details = channelDetails(channel);
  const { personId } = readCustomId(data?.custom_id ?? '');

  // The people who manage that server did not invite the bot, so it counts as no server of the bot.
  if (isGuest(raw)) {
    const place = readChannel(channelId, undefined, cache, details);
    return { ...personalChannel(place, personId ?? userId), isGuest: true };
  }

  const place = readChannel(channelId, serverId, cache, details);
  return personId === undefined ? place : personalChannel(place, personId);
}

/**
 * True where only the installation of a person allows the interaction, so the bot is no member:
 * https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-authorizing-integration-owners-object
 */
export function isGuest({
  context,
  authorizing_integration_owners: owners,
}: RawInteraction): boolean {
  if (context === DMS_OF_PEOPLE) return true;
  return context === SERVER && owners !== undefined && !Object.hasOwn(owners, SERVER_INSTALL);
}

/** What an interaction tells about its channel. */
export function channelDetails(channel: RawInteraction['channel']): ChannelDetails {
  return omitUndefined({
    type: channel?.type,
    name: channel?.name || undefined,
    parentId: channel?.parent_id || undefined,
  });
}
