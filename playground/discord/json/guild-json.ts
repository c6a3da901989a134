import type { Json } from '../json.ts';
import type { Guild, World } from '../world.ts';
import { toChannelJson } from './channel-json.ts';
import { toMemberJson, toRoleJson } from './user-json.ts';

/** A guild in the wire shape of the REST API. */
export function toGuildJson(guild: Guild): Json {
  return {
    id: guild.id,
    name: guild.name,
    owner_id: guild.ownerId,
    icon: null,
    splash: null,
    discovery_splash: null,
    banner: null,
    description: null,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    application_id: null,
    vanity_url_code: null,
    preferred_locale: 'en-US',
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    premium_subscription_count: 0,
    premium_progress_bar_enabled: false,
    features: [],
    emojis: [],
    stickers: [],
    roles: guild.roles.map(toRoleJson),
  };
}

/** A guild as the gateway announces it, with its members, channels and threads. */
export function toGuildCreateJson(world: World, guild: Guild): Json {
  const channels = [...world.channels.values()].filter((channel) => channel.guildId === guild.id);
  return {
    ...toGuildJson(guild),
    joined_at: new Date(guild.joinedAt).toISOString(),
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    members: [...guild.members.keys()].map((id) => toMemberJson(world, guild, id)),
    channels: channels
      .filter(({ kind }) => kind === 'text' || kind === 'forum')
      .map((channel) => toChannelJson(world, channel)),
    // An archived thread is announced when it is unarchived.
    threads: channels
      .filter(({ thread }) => thread && !thread.archived)
      .map((channel) => toChannelJson(world, channel)),
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}
