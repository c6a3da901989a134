import type { Json } from '../json.ts';
import { allPermissions } from '../permissions.ts';
import type { Guild, Role, User, World } from '../world.ts';

export function toUserJson(user: User): Json {
  return {
    id: user.id,
    username: user.name.toLowerCase(),
    discriminator: user.isBot ? '0001' : '0',
    global_name: user.isBot ? null : user.name,
    avatar: null,
    bot: user.isBot,
    system: false,
    public_flags: 0,
    banner: null,
    accent_color: null,
  };
}

/** Of a user that is known to exist; a deleted one is what Discord shows for it. */
export function toUserJsonById(world: World, id: string): Json {
  return toUserJson(world.users.get(id) ?? { id, name: 'Deleted User', isBot: false });
}

export function toMemberJson(world: World, guild: Guild, userId: string, withUser = true): Json {
  return {
    ...(withUser && { user: toUserJsonById(world, userId) }),
    nick: null,
    avatar: null,
    banner: null,
    roles: guild.members.get(userId) ?? [],
    joined_at: new Date(guild.joinedAt).toISOString(),
    premium_since: null,
    communication_disabled_until: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
  };
}

export function toRoleJson(role: Role, position: number): Json {
  return {
    id: role.id,
    name: role.name,
    permissions: String(role.permissions & allPermissions),
    position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    managed: role.botId !== undefined,
    mentionable: false,
    flags: 0,
    ...(role.botId !== undefined && { tags: { bot_id: role.botId } }),
  };
}
