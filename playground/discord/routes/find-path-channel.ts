import { ApiError } from '../api-error.ts';
import type { Call } from '../http/route.ts';
import { demand } from '../permissions.ts';
import type { Channel, Guild, World } from '../world.ts';
import { idIn } from './read-ids.ts';

/** The `:channel` of the path, which the bot may see. */
export function channelIn(world: World, call: Call): Channel {
  const channel = world.channels.get(idIn(call, 'channel'));
  if (!channel) throw ApiError.unknownChannel();
  demand(world, channel, world.botId);
  return channel;
}

/** The `:guild` of the path, which the bot is a member of. */
export function guildIn(world: World, call: Call): Guild {
  const guild = world.guilds.get(idIn(call, 'guild'));
  if (!guild) throw ApiError.unknownGuild();
  if (!guild.members.has(world.botId)) throw ApiError.missingAccess();
  return guild;
}
