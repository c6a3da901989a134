import { ApiError } from '../api-error.ts';
import type { RouteCall } from '../http/route.ts';
import { requirePermissions } from '../permissions.ts';
import type { Channel, Guild, World } from '../world.ts';
import { readPathId } from './read-ids.ts';

/**
 * Finds the `:channel` of the path.
 *
 * @throws An `ApiError` when there is none, or when the bot may not see it.
 */
export function findPathChannel(world: World, call: RouteCall): Channel {
  const channel = world.channels.get(readPathId(call, 'channel'));
  if (!channel) throw ApiError.unknownChannel();
  requirePermissions(world, channel, world.botId);
  return channel;
}

/**
 * Finds the `:guild` of the path.
 *
 * @throws An `ApiError` when there is none, or when the bot is not a member.
 */
export function findPathGuild(world: World, call: RouteCall): Guild {
  const guild = world.guilds.get(readPathId(call, 'guild'));
  if (!guild) throw ApiError.unknownGuild();
  if (!guild.members.has(world.botId)) throw ApiError.missingAccess();
  return guild;
}
