import { toChannelJson } from '../json/channel-json.ts';
import { toMemberJson, toUserJsonById } from '../json/user-json.ts';
import type { Json } from '../json.ts';
import { permissionsIn } from '../permissions.ts';
import type { Channel, World } from '../world.ts';

/** Interaction contexts. */
const GUILD_CONTEXT = 0;
const BOT_DM_CONTEXT = 1;
const ATTACHMENT_LIMIT_BYTES = 10 << 20;

/**
 * Builds the fields that all interactions share: the person, the place and the permissions there.
 */
export function buildInteractionPayload(world: World, channel: Channel, userId: string): Json {
  const guild = world.guilds.get(channel.guildId ?? '');
  const permissions = String(permissionsIn(world, channel, userId));

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
      context: BOT_DM_CONTEXT,
      authorizing_integration_owners: { 0: '0' },
    };
  }
  return {
    ...common,
    guild_id: guild.id,
    guild: { id: guild.id, locale: 'en-US', features: [] },
    guild_locale: 'en-US',
    member: { ...toMemberJson(world, guild, userId), permissions },
    context: GUILD_CONTEXT,
    authorizing_integration_owners: { 0: guild.id },
  };
}
