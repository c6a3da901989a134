import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import type { Json } from '../json.ts';
import { allPermissions } from '../permissions.ts';
import type { Guild, Role, User, World } from '../world.ts';

/** A user in its wire shape. */
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

/** The user with this id in its wire shape, or the one that Discord shows for a deleted user. */
export function toUserJsonById(world: World, id: string): Json {
  return toUserJson(world.users.get(id) ?? { id, name: 'Deleted User', isBot: false });
}

/**
 * A guild's member in its wire shape. Some events carry the user elsewhere and leave it out here.
 */
export function toMemberJson(world: World, guild: Guild, userId: string, withUser = true): Json {
  return omitUndefined({
    user: withUser ? toUserJsonById(world, userId) : undefined,
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
  });
}

/** A role in its wire shape. */
export function toRoleJson(role: Role, position: number): Json {
  const isOfBot = role.botId !== undefined;

  return omitUndefined({
    id: role.id,
    name: role.name,
    permissions: String(role.permissions & allPermissions),
    position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    managed: isOfBot,
    mentionable: false,
    flags: 0,
    tags: isOfBot ? { bot_id: role.botId } : undefined,
  });
}
