import { ApiError } from '../api-error.ts';
import { ok, type Route, type RouteCall } from '../http/route.ts';
import { toChannelJson, toThreadMemberJson } from '../json/channel-json.ts';
import { toGuildJson } from '../json/guild-json.ts';
import { toMemberJson, toRoleJson } from '../json/user-json.ts';
import { hasPermission } from '../permissions.ts';
import type { Channel, Guild, World } from '../world.ts';
import { findPathGuild } from './find-path-channel.ts';
import { readPathId, readQueryNumber } from './read-ids.ts';

/** The routes that read servers, their channels, roles and members. */
export const guildRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/guilds/:guild',
    handle: ({ world }, call) => ok(toGuildJson(findPathGuild(world, call))),
  },
  {
    method: 'GET',
    path: '/guilds/:guild/channels',
    handle({ world }, call) {
      const channels = listVisibleChannels(world, findPathGuild(world, call)).filter(
        ({ kind }) => kind === 'text',
      );
      return ok(channels.map((channel) => toChannelJson(world, channel)));
    },
  },
  {
    method: 'GET',
    path: '/guilds/:guild/threads/active',
    handle({ world }, call) {
      const threads = listVisibleChannels(world, findPathGuild(world, call)).filter(
        ({ thread }) => thread && !thread.archived,
      );
      const joinedThreads = threads.filter(({ thread }) => thread?.members.has(world.botId));
      return ok({
        threads: threads.map((thread) => toChannelJson(world, thread)),
        members: joinedThreads.map((thread) => toThreadMemberJson(thread, world.botId)),
      });
    },
  },
  {
    method: 'GET',
    path: '/guilds/:guild/roles',
    handle: ({ world }, call) => ok(findPathGuild(world, call).roles.map(toRoleJson)),
  },
  {
    method: 'GET',
    path: '/guilds/:guild/members',
    handle({ world }, call) {
      const guild = findPathGuild(world, call);
      const limit = readQueryNumber(call, 'limit', 1, 1000);
      return ok(
        [...guild.members.keys()].slice(0, limit).map((id) => toMemberJson(world, guild, id)),
      );
    },
  },
  {
    method: 'GET',
    path: '/guilds/:guild/members/:user',
    handle: ({ world }, call) => getMember(world, call),
  },
];

function listVisibleChannels(world: World, guild: Guild): readonly Channel[] {
  const channels = [...world.channels.values()].filter((channel) => channel.guildId === guild.id);
  return channels.filter((channel) => hasPermission(world, channel, world.botId, 'viewChannel'));
}

function getMember(world: World, call: RouteCall) {
  const guild = findPathGuild(world, call);
  const userId = readPathId(call, 'user');
  if (!world.users.has(userId)) throw ApiError.unknownUser();
  if (!guild.members.has(userId)) throw ApiError.unknownMember();
  return ok(toMemberJson(world, guild, userId));
}
