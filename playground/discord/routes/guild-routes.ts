import { ApiError } from '../api-error.ts';
import { type Call, ok, type Route } from '../http/route.ts';
import { channelJson, threadMemberJson } from '../json/channel-json.ts';
import { guildJson } from '../json/guild-json.ts';
import { memberJson, roleJson } from '../json/user-json.ts';
import { may } from '../permissions.ts';
import type { Channel, Guild, World } from '../world.ts';
import { guildIn } from './find-path-channel.ts';
import { idIn, numberIn } from './read-ids.ts';

/** Servers and what is in them; read only. */
export const guildRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/guilds/:guild',
    handle: ({ world }, call) => ok(guildJson(guildIn(world, call))),
  },
  {
    method: 'GET',
    path: '/guilds/:guild/channels',
    handle({ world }, call) {
      const channels = visible(world, guildIn(world, call)).filter(({ kind }) => kind === 'text');
      return ok(channels.map((channel) => channelJson(world, channel)));
    },
  },
  {
    method: 'GET',
    path: '/guilds/:guild/threads/active',
    handle({ world }, call) {
      const threads = visible(world, guildIn(world, call)).filter(
        ({ thread }) => thread && !thread.archived,
      );
      const joined = threads.filter(({ thread }) => thread?.members.has(world.botId));
      return ok({
        threads: threads.map((thread) => channelJson(world, thread)),
        members: joined.map((thread) => threadMemberJson(thread, world.botId)),
      });
    },
  },
  {
    method: 'GET',
    path: '/guilds/:guild/roles',
    handle: ({ world }, call) => ok(guildIn(world, call).roles.map(roleJson)),
  },
  {
    method: 'GET',
    path: '/guilds/:guild/members',
    handle({ world }, call) {
      const guild = guildIn(world, call);
      const limit = numberIn(call, 'limit', 1, 1000);
      return ok(
        [...guild.members.keys()].slice(0, limit).map((id) => memberJson(world, guild, id)),
      );
    },
  },
  {
    method: 'GET',
    path: '/guilds/:guild/members/:user',
    handle: ({ world }, call) => member(world, call),
  },
];

function visible(world: World, guild: Guild): readonly Channel[] {
  const channels = [...world.channels.values()].filter((channel) => channel.guildId === guild.id);
  return channels.filter((channel) => may(world, channel, world.botId, 'viewChannel'));
}

function member(world: World, call: Call) {
  const guild = guildIn(world, call);
  const userId = idIn(call, 'user');
  if (!world.users.has(userId)) throw ApiError.unknownUser();
  if (!guild.members.has(userId)) throw ApiError.unknownMember();
  return ok(memberJson(world, guild, userId));
}
