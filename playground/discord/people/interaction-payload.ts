import { toChannelJson } from '../json/channel-json.ts';
import { toMemberJson, toUserJsonById } from '../json/user-json.ts';
import type { Json } from '../json.ts';
import { permissionsIn } from '../permissions.ts';
import type { Channel, World } from '../world.ts';
import { commandPlaceOf } from './command-place.ts';

const ATTACHMENT_LIMIT_BYTES = 10 << 20;

/**
 * Builds the fields that all interactions share: the person, the place and the permissions there.
 */
export function buildInteractionPayload(world: World, channel: Channel, userId: string): Json {
  const guild = world.guilds.get(channel.guildId ?? '');
  const permissions = String(permissionsIn(world, channel, userId));
  const { context, isForeign } = commandPlaceOf(world, channel);
  // The server, or in the bot's own direct channels 0: https://discord.com/developers/docs/interactions/receiving-and-responding
  const owners = isForeign ? { 1: userId } : { 0: guild?.id ?? '0' };

  const common = {
    channel_id: channel.id,
    channel: { ...toChannelJson(world, channel), permissions },
    app_permissions: String(permissionsIn(world, channel, world.botId)),
    locale: 'en-US',
    entitlements: [],
    entitlement_sku_ids: [],
    attachment_size_limit: ATTACHMENT_LIMIT_BYTES,
  };

  if (!guild) {
    return {
      ...common,
      user: toUserJsonById(world, userId),
      context,
      authorizing_integration_owners: owners,
    };
  }
  return {
    ...common,
    guild_id: guild.id,
    guild: { id: guild.id, locale: 'en-US', features: [] },
    guild_locale: 'en-US',
    member: { ...toMemberJson(world, guild, userId), permissions },
    context,
    authorizing_integration_owners: owners,
  };
}
